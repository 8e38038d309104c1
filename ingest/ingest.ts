import type { Embedder, EmbedderIdentity } from '../src/models/embedder.js';
import type { IndexWriter } from '../src/store/index-store.js';
import { BatchWriter } from './batch-writer.js';
import type { Candidate } from './candidate.js';
import type { ChunkLimits } from './chunker.js';
import { type Collected, collectFiles } from './collect-files.js';
import { type Examined, type ExamineOptions, examine, StoredDocuments } from './examine.js';
import type { Extractor } from './extractor.js';
import { type IngestProgress, type IngestSummary, StageClock } from './ingest-summary.js';
import type { Journal } from './journal.js';
import { type ReaderDocument, readerCandidates } from './llamaindex-documents.js';
import { linkIndex } from './mentions/link-index.js';
import { prefetch } from './prefetch.js';
import { removeVanished } from './remove-vanished.js';
import { IngestTally } from './tally.js';
import { type NodeTransformation, transformationName } from './text-nodes.js';
import type { WebIngest } from './web/ingest-sites.js';

/** Files that are extracted ahead of the one being embedded. */
const filesAhead = 4;

export interface IngestOptions {
  /** Name of the index, for the summary. */
  readonly index: string;
  /** Folders and files. */
  readonly paths?: readonly string[];
  /** Documents of any LlamaIndex.TS reader. */
  readonly documents?: readonly ReaderDocument[];
  /** Pages and sites of the web. */
  readonly web?: WebIngest | undefined;
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly extractors: readonly Extractor[];
  readonly embedder: Pick<EmbedderIdentity, 'fingerprint'>;
  /** Called once, and only where something has to be chunked. */
  readonly loadEmbedder: () => Promise<Embedder>;
  /** Upper bound for a chunk; the encoder's preference where it is absent. */
  readonly chunkTokens?: number | undefined;
  /** LlamaIndex.TS transformations between chunking and embedding. */
  readonly transformations?: readonly NodeTransformation[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}

/**
 * Brings the index up to date with folders, files, reader documents and pages of the web: new and changed ones are extracted, chunked,
 * embedded and committed; ones that are gone leave the index; the rest is not touched. One bad file never stops the rest.
 * @throws DocentError `path-not-found` before anything is done; `disk-full`, `index-not-writable`, `aborted` on the way,
 *   where everything committed until then stays
 */
export async function ingest(options: IngestOptions): Promise<IngestSummary> {
  const { writer, journal, paths = [], documents = [] } = options;
  const clock = new StageClock();
  const collected = await clock.measure('read', () => collectFiles(paths, options.extractors, options.signal));
  const candidates = [...collected.candidates, ...readerCandidates(documents)];
  const tally = new IngestTally(candidates, options.onProgress);
  for (const failure of collected.failures) await tally.fail(journal, failure);

  const pending = journal.pending();
  if (pending.size > 0) await writer.dropOrphans([...pending]);
  const stored = new StoredDocuments(await writer.allDocuments());
  const loadEmbedder = once(options.loadEmbedder);
  const batches = new BatchWriter({
    writer,
    journal,
    loadEmbedder,
    clock,
    signal: options.signal,
    onChunks: (count) => tally.chunksEmbedded(count),
  });
  const examineOptions = examineOptionsOf(options, { stored, pending, clock, loadEmbedder });
  let gone: readonly string[] = [];
  try {
    await work(candidates, { batches, tally, journal, examineOptions });
    await batches.drain();
    gone = await readSites(options, { batches, tally, journal, examineOptions });
  } finally {
    // The caller gives the index back as soon as this ends, so that nothing may still be writing.
    await batches.settled();
  }

  const vanished = await clock.measure('finish', () => removeVanished({ writer, journal, collected, stored }));
  await clock.measure('link', () => linkIndex(options));
  await clock.measure('finish', () => finish(options, collected, pending));
  return tally.summary({
    index: options.index,
    skipped: collected.skipped,
    deleted: [...gone, ...vanished],
    chunks: batches.counts,
    durationMs: clock.elapsedMs(),
    stagesMs: clock.totals(),
  });
}

interface Workplace {
  readonly batches: BatchWriter;
  readonly tally: IngestTally;
  readonly journal: Journal;
  readonly examineOptions: ExamineOptions;
}

async function work(candidates: readonly Candidate[], { batches, tally, journal, examineOptions }: Workplace) {
  const results = prefetch(candidates, filesAhead, (candidate) => examine(candidate, examineOptions));
  for await (const examined of results) {
    await settle(examined, { batches, tally, journal });
  }
}

/** Returns the ids of documents that left the index. */
async function readSites({ web, writer, extractors, signal }: IngestOptions, place: Workplace) {
  if (web === undefined) return [];
  const { batches, tally, journal, examineOptions } = place;
  const take = async (candidate: Candidate) => {
    const examined = await examine(candidate, examineOptions);
    await settle(examined, place);
    return examined.kind !== 'failed';
  };
  const commit = () => batches.drain();
  const { ingestSites } = await import('./web/ingest-sites.js');
  return ingestSites(web, { writer, journal, tally, extractors, examineOptions, signal, take, commit });
}

async function settle(examined: Examined, { batches, tally, journal }: Omit<Workplace, 'examineOptions'>) {
  const { candidate } = examined;
  if (examined.kind === 'failed') {
    const { code, message, hint } = examined.error;
    if (code === 'format-unsupported' && !candidate.isExplicit) tally.skip(candidate, message);
    else
      await tally.fail(journal, {
        uri: candidate.uri,
        name: candidate.name,
        code,
        reason: message,
        hint,
        at: new Date().toISOString(),
      });
  } else if (examined.kind === 'unchanged') {
    await journal.resolveFailure(candidate.uri);
  } else {
    await batches.add(examined.prepared, examined.donors);
  }
  tally.settle(examined);
}

async function finish(
  { writer, journal, paths = [] }: IngestOptions,
  collected: Collected,
  pending: ReadonlySet<string>,
): Promise<void> {
  await journal.finish([...pending]);
  const { sources } = await writer.manifest();
  const missing = collected.roots.filter((root) => !sources.includes(root));
  if (paths.length > 0 && missing.length > 0) await writer.setSources([...sources, ...missing]);
  await journal.compact();
  await writer.compact();
  await writer.publish();
}

interface ExamineParts {
  readonly stored: StoredDocuments;
  readonly pending: ReadonlySet<string>;
  readonly clock: StageClock;
  readonly loadEmbedder: () => Promise<Embedder>;
}

function examineOptionsOf(options: IngestOptions, parts: ExamineParts): ExamineOptions {
  const { embedder, chunkTokens, transformations = [], signal } = options;
  const names = transformations.map(transformationName);
  const chunkLimits = once(async (): Promise<ChunkLimits> => {
    const loaded = await parts.loadEmbedder();
    return {
      maxTokens: Math.min(chunkTokens ?? loaded.preferredChunkTokens, loaded.maxTokens),
      countTokens: (text) => loaded.countTokens(text),
    };
  });
  return {
    ...parts,
    settings: { embedder, chunkTokens, transformations: names },
    chunkLimits,
    transformations,
    signal,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
