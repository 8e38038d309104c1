import { join } from 'node:path';
import { createExtractors } from '../../ingest/extractors/registry.js';
import { ingest } from '../../ingest/ingest.js';
import type { IngestProgress, IngestSummary } from '../../ingest/ingest-summary.js';
import { FileJournal } from '../../ingest/journal.js';
import type { ReaderDocument } from '../../ingest/llamaindex-documents.js';
import type { Config } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import { hashOf } from '../../src/core/hash.js';
import type { Embedder } from '../../src/models/embedder.js';
import { indexUri } from '../../src/retrieval/index-catalog.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { openIndexWriter } from '../../src/store/open-index.js';

/** What a cached index holds: documents of a corpus, or the files of one folder. */
export type Corpus =
  | { readonly documents: readonly ReaderDocument[]; readonly uris: ReadonlySet<string> }
  | { readonly folder: string };

export interface CachedIndex {
  /** As `benchConfig` gives it. */
  readonly config: Config;
  readonly name: string;
  readonly embedder: Embedder;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}

export interface CachedIngest {
  readonly ms: number;
  /** Nothing had to be done. */
  readonly isCached: boolean;
  /** Documents that hold nothing to read. */
  readonly withoutText: number;
}

/** The same settings over the folder of benchmark indexes, which the user's own commands do not list. */
export function benchConfig(config: Config): Config {
  return { ...config, indexesFolder: join(config.indexesFolder, '.bench') };
}

/** Two folders of one name get an index each. */
export function cachedIndexName(setName: string, folder: string): string {
  const readable = setName.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return `${readable.slice(0, 48) || 'set'}-${hashOf('bench', setName, folder).slice(0, 8)}`;
}

/**
 * Brings the cached index of a set up to date through the product's own ingest: only what changed is done again; where
 * the encoder changed, or the index cannot be read, it is built anew. Stopped half-way, the next run goes on.
 * @throws DocentError `index-locked`, `ingest-failed`, `aborted`
 */
export async function ingestCached(index: CachedIndex, corpus: Corpus): Promise<CachedIngest> {
  const started = performance.now();
  const writer = await openWriter(index);
  const extractors = 'folder' in corpus ? createExtractors() : [];
  try {
    const journal = await FileJournal.open(join(indexUri(index.config, index.name), 'journal.jsonl'));
    const removed = 'folder' in corpus ? 0 : await removeForeign(writer, journal, corpus.uris);
    const { embedder } = index;
    const summary = await ingest({
      index: index.name,
      ...('folder' in corpus ? { paths: [corpus.folder] } : { documents: corpus.documents }),
      writer,
      journal,
      extractors,
      embedder,
      loadEmbedder: async () => embedder,
      chunkTokens: index.config.chunkTokens,
      signal: index.signal,
      onProgress: index.onProgress,
    });
    requireIngested(summary);
    const isCached = removed + summary.chunks.written + summary.files.deleted === 0;
    return { ms: performance.now() - started, isCached, withoutText: summary.files.failed };
  } finally {
    for (const extractor of extractors) await extractor.close?.();
    await writer.close();
  }
}

const rebuiltAfter: readonly string[] = ['embedder-mismatch', 'index-damaged', 'index-format-unknown'];

async function openWriter({ config, name, embedder }: CachedIndex): Promise<IndexWriter> {
  const uri = indexUri(config, name);
  const options = { embedder, owner: 'docent bench' };
  try {
    return await openIndexWriter(uri, options);
  } catch (error) {
    if (!(error instanceof DocentError) || !rebuiltAfter.includes(error.code)) throw error;
    return openIndexWriter(uri, { ...options, rebuild: true });
  }
}

/** An ingest of documents only adds: what left the corpus since the last run would still be found. */
async function removeForeign(writer: IndexWriter, journal: FileJournal, uris: ReadonlySet<string>): Promise<number> {
  const foreign = (await writer.allDocuments()).filter(({ uri }) => !uris.has(uri)).map(({ id }) => id);
  if (foreign.length === 0) return 0;
  await journal.begin(foreign);
  await writer.deleteDocuments(foreign);
  await journal.finish(foreign);
  return foreign.length;
}

/** A document that is missing for any reason but having no text would count as not found. */
function requireIngested({ failures }: IngestSummary): void {
  const failure = failures.find(({ code }) => code !== 'file-without-text' && code !== 'file-empty');
  if (failure === undefined) return;
  const { name, reason, code, hint } = failure;
  throw new DocentError(
    'ingest-failed',
    `${name} could not be ingested: ${reason} (${code})`,
    hint === undefined ? {} : { hint },
  );
}
