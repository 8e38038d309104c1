import { compact, compactWhileFilling } from './compaction.js';
import { deleteDocuments, dropOrphans, replaceDocuments } from './document-replacement.js';
import { documentRowOf } from './document-rows.js';
import type { Generation } from './generation.js';
import { removeOwnFolder } from './index-location.js';
import type {
  AnalysedChunk,
  ChunkMentions,
  DocumentRecord,
  IndexManifest,
  IndexWriter,
  MentionState,
  StoredDocument,
} from './index-store.js';
import { toStoreError } from './lance-errors.js';
import { LanceIndexReader, type OpenIndex } from './lance-reader.js';
import { analysedChunks, hasMentionsOfAll, mentionState } from './mention-state.js';
import { replaceMentions } from './mention-writing.js';
import { Mutex } from './mutex.js';
import { readRows } from './query-rows.js';
import { isIn } from './sql.js';
import type { TunedRanking } from './tuned-ranking.js';
import { checkRecords } from './vector-checks.js';
import type { WriterLock } from './writer-lock.js';
import type { WrittenGeneration } from './written-generation.js';

export interface OpenWriter extends OpenIndex {
  readonly source: WrittenGeneration;
  readonly lock: WriterLock;
  readonly now: () => number;
}

export class LanceIndexWriter extends LanceIndexReader implements IndexWriter {
  readonly #opened: OpenWriter;
  readonly #commits = new Mutex();
  #isClosed = false;
  #hasChanges = false;

  constructor(opened: OpenWriter) {
    super(opened);
    this.#opened = opened;
  }

  async replaceDocuments(records: readonly DocumentRecord[]): Promise<void> {
    if (records.length === 0) return;
    checkRecords(records, this.#opened.source.manifest.embedder.dimensions);
    // LanceDB refuses a batch that holds a row twice.
    const latest = new Map(records.map((record) => [record.document.id, record]));
    await this.#change(async (generation) => {
      await replaceDocuments(generation, [...latest.values()]);
      await compactWhileFilling(generation, this.#opened.now());
    });
  }

  async deleteDocuments(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#change((generation) => deleteDocuments(generation, ids));
  }

  async dropOrphans(documentIds: readonly string[]): Promise<void> {
    if (documentIds.length > 0) await this.#change((generation) => dropOrphans(generation, documentIds));
  }

  allDocuments(): Promise<StoredDocument[]> {
    return this.read(async ({ documents }) => {
      const rows = await readRows(documents.query().select(['record', 'revision']));
      return rows.map((row) => documentRowOf(row).document);
    });
  }

  vectorsByHash(documentIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    return this.read(async ({ chunks }) => {
      if (documentIds.length === 0) return new Map();
      const query = chunks.query().where(isIn('document_id', documentIds)).select(['hash', 'vector']);
      return new Map((await readRows(query)).map((row) => [row.text('hash'), row.vector('vector')]));
    });
  }

  mentionState(): Promise<MentionState> {
    return this.read(mentionState);
  }

  hasMentionsOfAll(): Promise<boolean> {
    return this.read(hasMentionsOfAll);
  }

  getMentioningChunks(ids: readonly string[]): Promise<AnalysedChunk[]> {
    return this.read((generation) => analysedChunks(generation, ids));
  }

  async replaceMentions(rows: readonly ChunkMentions[], removed: readonly string[]): Promise<void> {
    if (rows.length + removed.length === 0) return;
    await this.#change((generation) => replaceMentions(generation, rows, removed));
  }

  async setSources(sources: readonly string[]): Promise<void> {
    if (JSON.stringify(sources) === JSON.stringify(this.#opened.source.manifest.sources)) return;
    await this.#change(() => this.#save({ sources: [...sources] }));
  }

  async setRanking(ranking: TunedRanking | undefined): Promise<void> {
    await this.#change(() => this.#save({ ranking }));
  }

  async compact(options: { readonly force?: boolean } = {}): Promise<void> {
    const { source, now } = this.#opened;
    await this.#commit(async (generation) => {
      await compact(generation, await source.openManifest(), { force: options.force, nowMs: now() });
    });
  }

  async publish(): Promise<void> {
    const { source } = this.#opened;
    if (!source.isBuilding) return;
    await this.#change(() => source.publish({ ...source.manifest, updatedAt: this.#timestamp() }));
  }

  async dropRebuild(): Promise<void> {
    await this.#commit(() => this.#opened.source.dropBuilding());
  }

  async discard(): Promise<void> {
    const { source, uri } = this.#opened;
    await this.#commit(() => source.discard());
    await removeOwnFolder(uri);
    // Closing would write the manifest again.
    this.#hasChanges = false;
  }

  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      // Queued behind the commits that still run: the lock is held until the last of them is done.
      await this.#commit(async () => {
        if (this.#hasChanges) await this.#save({});
      });
    } finally {
      await this.#opened.lock.release();
      await super.close();
    }
  }

  #save(changes: Partial<IndexManifest>): Promise<void> {
    const { source } = this.#opened;
    return source.save({ ...source.manifest, ...changes, updatedAt: this.#timestamp() });
  }

  #timestamp(): string {
    return new Date(this.#opened.now()).toISOString();
  }

  async #change(task: (generation: Generation) => Promise<void>): Promise<void> {
    this.#hasChanges = true;
    await this.#commit(task);
  }

  /** One commit at a time within the process; the lock keeps other processes out. */
  async #commit(task: (generation: Generation) => Promise<void>): Promise<void> {
    try {
      await this.#commits.run(() => task(this.#opened.source.tables));
    } catch (error) {
      throw toStoreError(error, this.#opened.uri);
    }
  }
}
