import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@lancedb/lancedb';
import { onTestFinished } from 'vitest';
import type { IndexManifest, IndexReader, IndexWriter } from '../../src/store/index-store.js';
import { loadLance } from '../../src/store/lance.js';
import { openIndexReader, openIndexWriter, type WriterOptions } from '../../src/store/open-index.js';
import { testEmbedder } from '../fakes/index-records.js';

export const otherEmbedder: IndexManifest['embedder'] = { name: 'other-encoder', fingerprint: 'other', dimensions: 6 };

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'docent-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Where an index may be made; nothing is there yet. */
export async function temporaryUri(): Promise<string> {
  return join(await temporaryFolder(), 'handbook');
}

/** LanceDB itself, for what the store does not show. */
export async function connectTo(uri: string): Promise<Connection> {
  return (await loadLance()).connect(uri);
}

/** Closed after the test; closing it before does no harm. */
export async function openWriter(uri: string, options: Partial<WriterOptions> = {}): Promise<IndexWriter> {
  const writer = await openIndexWriter(uri, { embedder: testEmbedder, owner: 'docent ingest', ...options });
  onTestFinished(() => writer.close());
  return writer;
}

export async function openReader(uri: string, embedder = testEmbedder): Promise<IndexReader> {
  const reader = await openIndexReader(uri, { embedder });
  onTestFinished(() => reader.close());
  return reader;
}
