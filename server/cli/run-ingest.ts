import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closeIndex } from '../../ingest/close-index.js';
import { rootsOf } from '../../ingest/collect-files.js';
import { createExtractors } from '../../ingest/extractors/registry.js';
import { ingest } from '../../ingest/ingest.js';
import type { IngestProgress, IngestSummary } from '../../ingest/ingest-summary.js';
import { FileJournal } from '../../ingest/journal.js';
import type { ReaderDocument } from '../../ingest/llamaindex-documents.js';
import type { NodeTransformation } from '../../ingest/text-nodes.js';
import type { WebIngest } from '../../ingest/web/ingest-sites.js';
import { type CrawlOptions, isWebAddress, sourceFrom, type WebSource, webSource } from '../../ingest/web/web-source.js';
import type { Config, EmbedderConfig } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { Embedder, EmbedderIdentity } from '../../src/models/embedder.js';
import type { ResolvedModel } from '../../src/models/model-source.js';
import { indexUri } from '../../src/retrieval/index-catalog.js';
import type { IndexReader } from '../../src/store/index-store.js';
import { indexExists, openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import { assertRebuildable } from './assert-rebuildable.js';
import { ingestEncoder, isUnreadable, switchNote } from './ingest-encoder.js';

export interface IngestJob {
  readonly config: Config;
  readonly index: string;
  /** Folders, files and web addresses; without any, and without documents, those that the index was built from. */
  readonly paths?: readonly string[];
  /** How far the web addresses among the paths are followed. */
  readonly crawl?: CrawlOptions | undefined;
  /** How the web is reached; everything of it that a test replaces. */
  readonly web?: Pick<WebIngest, 'network' | 'pause' | 'limits'> | undefined;
  /** Documents of any LlamaIndex.TS reader. */
  readonly documents?: readonly ReaderDocument[];
  /** LlamaIndex.TS transformations between chunking and embedding. */
  readonly transformations?: readonly NodeTransformation[];
  readonly rebuild?: boolean | undefined;
  /** Encoder to embed with from now on, as DOCENT_EMBEDDER names it; an index of another one is built anew. */
  readonly embedder?: string | undefined;
  /** Told what a person should know before the work begins. */
  readonly onNote?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}

/** Opens the index for writing, ingests, closes everything again. @throws DocentError */
export async function runIngest(job: IngestJob): Promise<IngestSummary> {
  const { config, index, paths = [], documents = [] } = job;
  const uri = indexUri(config, index);
  const exists = await indexExists(uri);
  if (paths.length + documents.length === 0 && !exists) throw nothingToIngest(index);
  // Opening an index for writing makes it: a misspelt path or address must not leave an empty one behind.
  await rootsOf(paths.filter((path) => !isWebAddress(path)));
  const sites = paths.filter(isWebAddress).map((address) => webSource(address, job.crawl, job.web?.network));
  const encoder = await ingestEncoder(config.embedder, { wanted: job.embedder, uri: exists ? uri : undefined });
  const rebuild = job.rebuild === true || encoder.isSwitch;
  const isRefresh = rebuild || paths.length + documents.length === 0;
  const known = isRefresh && exists ? await rereadableSources(uri, { ...job, rebuild }) : [];
  if (encoder.isSwitch) job.onNote?.(switchNote(index, encoder));
  const load = embedderLoader(encoder.config);
  const identity = await identityOf(encoder.model, load.embedder);
  const writer = await openIndexWriter(uri, { embedder: identity, rebuild, owner: `docent ingest --index ${index}` });
  const extractors = createExtractors();
  let summary: IngestSummary | undefined;
  try {
    const { folders, missing, web } = sourcesOf({ ...job, rebuild }, known, sites);
    if (folders.length + documents.length + web.sources.length === 0) throw nothingToIngest(index);
    summary = await ingest({
      ...job,
      paths: folders,
      web,
      writer,
      journal: await FileJournal.open(journalPath(config, index)),
      extractors,
      embedder: identity,
      loadEmbedder: load.embedder,
      chunkTokens: config.chunkTokens,
    });
    const reason = 'This source is not there now; what came from it stays in the index.';
    return { ...summary, skipped: [...summary.skipped, ...missing.map((path) => ({ path, reason }))] };
  } finally {
    for (const extractor of extractors) await extractor.close?.();
    await closeIndex({ writer, folder: uri, isNew: !exists, failures: summary?.failures ?? [] });
    await load.dispose();
  }
}

/** What is read: what the job names, and what the index was built from where that is read again. */
function sourcesOf(job: IngestJob, known: readonly string[], sites: readonly WebSource[]) {
  const { config, index, paths = [], rebuild = false } = job;
  const places = known.filter((source) => !isWebAddress(source));
  // A drive that is not mounted now must not stop the rest; a rebuild would lose what it holds.
  const missing = rebuild ? [] : places.filter((source) => !existsSync(source));
  const there = places.filter((source) => !missing.includes(source));
  const named = new Map(sites.map((site) => [site.url, site]));
  const earlier = known.filter(isWebAddress).map((source) => sourceFrom(source, job.web?.network));
  const web: WebIngest = {
    ...job.web,
    sources: [...earlier.filter(({ url }) => !named.has(url)), ...named.values()],
    folder: dirname(journalPath(config, index)),
    mustSucceed: rebuild,
  };
  return { folders: [...new Set([...there, ...paths.filter((path) => !isWebAddress(path))])], missing, web };
}

function embedderLoader(config: EmbedderConfig) {
  let loaded: Promise<Embedder> | undefined;
  const embedder = () => {
    loaded ??= import('../../src/models/transformers-embedder.js').then(({ loadEmbedder }) => loadEmbedder(config));
    return loaded;
  };
  const dispose = async () => (await loaded?.catch(() => undefined))?.dispose();
  return { embedder, dispose };
}

/**
 * What the index was built from. A rebuild reads all of it again: what programs have added cannot be read again, and
 * must not vanish silently. One that cannot be read is rebuilt from the paths that are given.
 */
async function rereadableSources(uri: string, { index, rebuild, paths = [] }: IngestJob) {
  let reader: IndexReader | undefined;
  try {
    reader = await openIndexReader(uri, {});
    const { sources } = await reader.manifest();
    if (rebuild === true) assertRebuildable(index, sources, await reader.listDocuments({ limit: 1_000_000 }));
    return sources;
  } catch (error) {
    if (isUnreadable(error) && paths.length > 0) return [];
    throw error;
  } finally {
    await reader?.close();
  }
}

export function journalPath(config: Config, index: string): string {
  return join(indexUri(config, index), 'journal.jsonl');
}

/** A model on the hub tells its dimensions only once it is loaded. */
async function identityOf(model: ResolvedModel, load: () => Promise<Embedder>): Promise<EmbedderIdentity> {
  const { name, fingerprint, source } = model;
  const dimensions = source.kind === 'folder' ? source.shape.dimensions : (await load()).dimensions;
  return { name, fingerprint, dimensions };
}

function nothingToIngest(index: string): DocentError {
  return new DocentError(
    'invalid-request',
    `No path was given, and the index "${index}" has no sources to read again.`,
    {
      hint: 'Name a folder, a file or a web address: docent ingest <path>',
    },
  );
}
