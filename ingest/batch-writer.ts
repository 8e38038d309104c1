import { type Chunk, type EmbeddedChunk, searchableText } from '../src/core/chunk.js';
import { DocentError } from '../src/core/errors.js';
import type { Embedder } from '../src/models/embedder.js';
import type { DocumentRecord, IndexWriter } from '../src/store/index-store.js';
import { EmbeddingPace } from './embedding-pace.js';
import type { StageClock } from './ingest-summary.js';
import type { Journal } from './journal.js';
import type { PreparedDocument } from './prepare-document.js';

const documentsPerCommit = 1000;

export interface BatchWriterOptions {
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly loadEmbedder: () => Promise<Embedder>;
  readonly clock: StageClock;
  readonly signal: AbortSignal | undefined;
  readonly onChunks: (count: number) => void;
}

interface Queued {
  readonly prepared: PreparedDocument;
  /** Documents in the index that may hold the same chunks already. */
  readonly donors: readonly string[];
}

/** Gathers documents, embeds what is new in them and commits them together; writes while the next batch is embedded. */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  readonly #pace = new EmbeddingPace();
  #queue: Queued[] = [];
  #queuedChunks = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly counts = { written: 0, embedded: 0, reused: 0 };

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  async add(prepared: PreparedDocument, donors: readonly string[]): Promise<void> {
    this.#queue.push({ prepared, donors });
    this.#queuedChunks += prepared.chunks.length;
    if (this.#queuedChunks >= this.#pace.chunksPerCommit || this.#queue.length >= documentsPerCommit)
      await this.#flush();
  }

  /** Resolves when all that was added is in the index. */
  async drain(): Promise<void> {
    await this.#flush();
    await this.#writing;
  }

  /** Resolves when no commit is under way, whatever became of the last one. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    this.#queuedChunks = 0;
    if (batch.length === 0) return;
    const records = await this.#embed(batch);
    await this.#writing;
    this.#writing = this.#commit(records);
    // Thrown by the next flush or drain, which await it.
    this.#writing.catch(() => undefined);
  }

  async #embed(batch: readonly Queued[]): Promise<DocumentRecord[]> {
    const { writer, clock } = this.#options;
    const donors = [...new Set(batch.flatMap((queued) => queued.donors))];
    const known = donors.length === 0 ? new Map<string, Float32Array>() : await writer.vectorsByHash(donors);
    const missing = new Map<string, Chunk>();
    for (const { prepared } of batch) {
      for (const chunk of prepared.chunks) if (!known.has(chunk.hash)) missing.set(chunk.hash, chunk);
    }
    const fresh = await clock.measure('embed', () => this.#vectors([...missing.values()]));
    return batch.map(({ prepared }) => ({
      document: prepared.document,
      pages: prepared.pages,
      chunks: prepared.chunks.map((chunk) => {
        const reused = known.get(chunk.hash);
        if (reused === undefined) this.counts.embedded += 1;
        else this.counts.reused += 1;
        return withVector(chunk, reused ?? fresh.get(chunk.hash));
      }),
    }));
  }

  async #vectors(chunks: readonly Chunk[]): Promise<Map<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    if (chunks.length === 0) return vectors;
    const { signal, onChunks } = this.#options;
    const embedder = await this.#options.loadEmbedder();
    for (let start = 0, end = 0; start < chunks.length; start = end) {
      signal?.throwIfAborted();
      end = start + this.#pace.textsPerCall;
      const slice = chunks.slice(start, end);
      const startedMs = performance.now();
      const embedded = await embedder.embedDocuments(slice.map(searchableText), { signal });
      this.#pace.measured(slice.length, performance.now() - startedMs);
      slice.forEach((chunk, index) => {
        const vector = embedded[index];
        if (vector !== undefined) vectors.set(chunk.hash, vector);
      });
      onChunks(slice.length);
    }
    return vectors;
  }

  async #commit(records: readonly DocumentRecord[]): Promise<void> {
    const { writer, journal, clock } = this.#options;
    const ids = records.map((record) => record.document.id);
    await clock.measure('write', async () => {
      await journal.begin(ids);
      await writer.replaceDocuments(records);
      await journal.finish(ids);
      for (const { document } of records) await journal.resolveFailure(document.uri);
    });
    this.counts.written += records.reduce((sum, record) => sum + record.chunks.length, 0);
  }
}

function withVector(chunk: Chunk, vector: Float32Array | undefined): EmbeddedChunk {
  if (vector === undefined) {
    throw new DocentError('embedder-failed', `The encoder returned no vector for a chunk of ${chunk.documentId}.`);
  }
  return { ...chunk, vector };
}
