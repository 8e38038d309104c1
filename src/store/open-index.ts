import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connection } from '@lancedb/lancedb';
import { DocentError } from '../core/errors.js';
import { checkEmbedder, type EmbedderName } from './embedder-check.js';
import { FollowedGeneration } from './generation-source.js';
import { entriesOf, indexNameOf, localFolderOf } from './index-location.js';
import type { IndexManifest, IndexReader, IndexWriter } from './index-store.js';
import { loadLance } from './lance.js';
import { toStoreError } from './lance-errors.js';
import { LanceIndexReader } from './lance-reader.js';
import { LanceIndexWriter } from './lance-writer.js';
import type { EmbedderReference } from './schemas.js';
import { manifestTable } from './table-names.js';
import { openWriterGeneration } from './writer-generation.js';
import { takeWriterLock } from './writer-lock.js';

export interface ReaderOptions {
  /**
   * The encoder of the queries, or who chooses it by the one that made the index; without it any index opens, and dense
   * search takes any vector of the right length.
   */
  readonly embedder?: EmbedderName | ((made: EmbedderReference) => Promise<EmbedderName>) | undefined;
}

export interface WriterOptions {
  readonly embedder: EmbedderReference;
  /** Write into a new generation that readers see only after `publish()`; one half built with this encoder goes on. */
  readonly rebuild?: boolean | undefined;
  /** The command that writes, for whoever finds the index locked. */
  readonly owner: string;
  readonly now?: () => number;
}

/**
 * Opens an index for reading.
 * @throws DocentError `index-not-found`, `index-format-unknown`, `index-damaged`, `embedder-mismatch`
 */
export async function openIndexReader(uri: string, options: ReaderOptions = {}): Promise<IndexReader> {
  if (!(await indexExists(uri))) throw await notFound(uri);
  let connection: Connection | undefined;
  try {
    connection = await connectTo(uri);
    const source = new FollowedGeneration(connection, uri);
    const { manifest } = await source.current();
    const { embedder: choice } = options;
    const embedder = typeof choice === 'function' ? await choice(manifest.embedder) : choice;
    checkEmbedder(manifest, embedder, uri);
    return new LanceIndexReader({ uri, connection, embedder, source });
  } catch (error) {
    connection?.close();
    throw toStoreError(error, uri);
  }
}

/** What an index says of itself. @throws DocentError `index-not-found`, `index-format-unknown`, `index-damaged` */
export async function manifestOf(uri: string): Promise<IndexManifest> {
  const reader = await openIndexReader(uri);
  try {
    return await reader.manifest();
  } finally {
    await reader.close();
  }
}

/**
 * Opens an index for writing, and makes it where there is none.
 * @throws DocentError `index-locked`, `index-not-writable`, `index-format-unknown`, `index-damaged`, `embedder-mismatch`
 */
export async function openIndexWriter(uri: string, options: WriterOptions): Promise<IndexWriter> {
  const now = options.now ?? Date.now;
  const { embedder } = options;
  try {
    const lock = await takeWriterLock(uri, options.owner, now());
    let connection: Connection | undefined;
    try {
      connection = await connectTo(uri);
      const isRebuild = options.rebuild === true;
      const source = await openWriterGeneration({ connection, uri, embedder, isRebuild, nowMs: now() });
      return new LanceIndexWriter({ uri, connection, embedder, source, lock, now });
    } catch (error) {
      connection?.close();
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw toStoreError(error, uri);
  }
}

/** Whether an index stands there, damaged or not. */
export async function indexExists(uri: string): Promise<boolean> {
  const folder = localFolderOf(uri);
  // A connection would create a local folder, so that one is looked at first.
  if (folder !== undefined) return existsSync(join(folder, `${manifestTable}.lance`));
  const connection = await connectTo(uri);
  return (await connection.tableNames()).includes(manifestTable);
}

/** Names of the indexes in a folder, sorted; none where the folder does not exist. */
export async function listIndexes(folder: string): Promise<string[]> {
  const names = (await entriesOf(folder)).map((entry) => entry.name);
  return names.filter((name) => existsSync(join(folder, name, `${manifestTable}.lance`))).sort();
}

async function connectTo(uri: string): Promise<Connection> {
  const { connect } = await loadLance();
  // 0: every read looks for the newest version, so that commits of other processes are seen (library notes, 2).
  return connect(uri, { readConsistencyInterval: 0 });
}

async function notFound(uri: string): Promise<DocentError> {
  const name = indexNameOf(uri);
  const folder = localFolderOf(uri);
  const siblings = folder === undefined ? [] : await listIndexes(dirname(folder));
  const known = siblings.length === 0 ? '' : ` Indexes that exist: ${siblings.join(', ')}.`;
  return new DocentError('index-not-found', `There is no index "${name}" at ${uri}.${known}`, {
    hint: `Make it with \`docent ingest <folder> --index ${name}\`.`,
  });
}
