import { type EmbeddedChunk, searchableText } from '../../src/core/chunk.js';
import type { Metadata, MetadataValue } from '../../src/core/document.js';
import type { Comparison, Filter } from '../../src/core/filter.js';
import type { StoredChunk } from '../../src/core/hit.js';
import { bm25 } from '../../src/store/bm25.js';
import { comparisonOf, matchesComparison } from '../../src/store/filter-matching.js';
import type {
  AnalysedChunk,
  ChunkMentions,
  DocumentRecord,
  IndexManifest,
  IndexStats,
  IndexWriter,
  MentionColumns,
  MentionState,
  NameUses,
  ScoredId,
  SearchOptions,
  SimilarWord,
  StoredDocument,
  StoredPage,
} from '../../src/store/index-store.js';
import { columnsFromRows } from '../../src/store/mention-columns.js';
import { byScoreThenId } from '../../src/store/ranking.js';
import { similarIn } from '../../src/store/similar-words.js';
import { analyze, analyzeQuery } from '../../src/store/text-analysis.js';
import type { TunedRanking } from '../../src/store/tuned-ranking.js';
import { checkRecords, checkVector } from '../../src/store/vector-checks.js';
import { testEmbedder } from './index-records.js';

interface Entry {
  readonly chunk: EmbeddedChunk;
  readonly document: StoredDocument;
}

/** An index in memory, for rooms that need one without LanceDB; it passes the same contract. */
export class MemoryIndex implements IndexWriter {
  readonly #records = new Map<string, DocumentRecord>();
  readonly #mentions = new Map<string, ChunkMentions>();
  #mentionsVersion = 0;
  #manifest: IndexManifest;

  constructor(embedder: IndexManifest['embedder'] = testEmbedder) {
    const now = '2026-01-01T00:00:00.000Z';
    this.#manifest = { format: 1, generation: 1, embedder, sources: [], createdAt: now, updatedAt: now };
  }

  async manifest(): Promise<IndexManifest> {
    return this.#manifest;
  }

  async searchDense(vector: Float32Array, options: SearchOptions): Promise<ScoredId[]> {
    checkVector(vector, this.#manifest.embedder.dimensions, 'of the query');
    const scored = this.#entries(options).map(({ chunk }) => ({ id: chunk.id, score: cosine(vector, chunk.vector) }));
    return best(scored, options.limit);
  }

  async searchLexical(query: string, options: SearchOptions): Promise<ScoredId[]> {
    const all = this.#entries({ limit: 0 });
    const scored = bm25(
      analyzeQuery(query),
      all.map(({ chunk }) => ({ id: chunk.id, terms: analyze(searchableText(chunk)) })),
    );
    const passing = new Set(this.#entries(options).map(({ chunk }) => chunk.id));
    return best(
      scored.filter(({ id }) => passing.has(id)),
      options.limit,
    );
  }

  async termFrequencies(terms: readonly string[]) {
    const all = this.#entries({ limit: 0 }).map(({ chunk }) => new Set(analyze(searchableText(chunk))));
    const counts = new Map(terms.map((term) => [term, all.filter((present) => present.has(term)).length]));
    return { counts, total: all.length };
  }

  async similarWords(word: string, edits: number): Promise<SimilarWord[]> {
    return similarIn(
      this.#entries({ limit: 0 }).map(({ chunk }) => searchableText(chunk)),
      word,
      edits,
    );
  }

  async getChunks(ids: readonly string[]): Promise<StoredChunk[]> {
    const found = new Map(this.#entries({ limit: 0 }).map((entry) => [entry.chunk.id, storedChunk(entry)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async getChunksAt(documentId: string, ordinals: readonly number[]): Promise<StoredChunk[]> {
    const own = this.#entries({ limit: 0 }).map(storedChunk);
    return own
      .filter((chunk) => chunk.documentId === documentId && ordinals.includes(chunk.ordinal))
      .sort((a, b) => a.ordinal - b.ordinal);
  }

  async getMentions(ids: readonly string[]): Promise<ChunkMentions[]> {
    return [...new Set(ids)].flatMap((id) => this.#mentions.get(id) ?? []).map((row) => ({ ...row, candidates: [] }));
  }

  async findMentions(names: readonly string[]): Promise<NameUses> {
    const wanted = new Set(names);
    const rows = [...this.#mentions.values()];
    const mentions = rows.flatMap(({ id, names: own, counts }) =>
      own.map((name, at) => ({ name, id, count: counts[at] ?? 1 })).filter(({ name }) => wanted.has(name)),
    );
    const targets = rows.flatMap(({ id, targets: own }) =>
      own.filter((name) => wanted.has(name)).map((name) => ({ name, id })),
    );
    return { mentions, targets };
  }

  async allMentions(limit: number): Promise<MentionColumns | undefined> {
    return this.#mentions.size > limit ? undefined : columnsFromRows([...this.#mentions.values()]);
  }

  async averageTerms(): Promise<number> {
    const lengths = [...this.#mentions.values()].map(({ terms }) => terms.length);
    return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  }

  async mentionsVersion(): Promise<string> {
    return `${this.#manifest.generation}.${this.#mentionsVersion}`;
  }

  async mentionState(): Promise<MentionState> {
    return { chunks: this.#entries({ limit: 0 }).map(storedChunk), rows: [...this.#mentions.values()] };
  }

  async hasMentionsOfAll(): Promise<boolean> {
    return this.#entries({ limit: 0 }).length === this.#mentions.size;
  }

  async getMentioningChunks(ids: readonly string[]): Promise<AnalysedChunk[]> {
    const chunks = await this.getChunks([...new Set(ids)]);
    return chunks.map(({ id, text, context }) => ({
      id,
      text,
      context,
      terms: analyze(searchableText({ text, context })).join(' '),
    }));
  }

  async replaceMentions(rows: readonly ChunkMentions[], removed: readonly string[]): Promise<void> {
    for (const id of removed) this.#mentions.delete(id);
    for (const row of rows) this.#mentions.set(row.id, row);
    if (rows.length + removed.length > 0) this.#mentionsVersion += 1;
  }

  async listDocuments({ limit, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {}) {
    const documents = await this.allDocuments();
    const ordered = documents.sort((a, b) => order(a.name, b.name) || order(a.id, b.id));
    return {
      documents: ordered.slice(offset, limit === undefined ? undefined : offset + limit),
      total: ordered.length,
    };
  }

  async getDocument(id: string): Promise<StoredDocument | undefined> {
    return this.#records.get(id)?.document;
  }

  async getPages(documentId: string, numbers?: readonly number[]): Promise<StoredPage[]> {
    const pages = this.#records.get(documentId)?.pages ?? [];
    const chosen = pages.filter((page) => numbers === undefined || numbers.includes(page.number));
    return [...chosen].sort((a, b) => a.number - b.number);
  }

  async stats(): Promise<IndexStats> {
    const records = [...this.#records.values()];
    const count = (size: (record: DocumentRecord) => number) => records.reduce((sum, each) => sum + size(each), 0);
    return {
      documents: records.length,
      pages: count(({ pages }) => pages.length),
      chunks: count(({ chunks }) => chunks.length),
      bytes: undefined,
    };
  }

  async replaceDocuments(records: readonly DocumentRecord[]): Promise<void> {
    checkRecords(records, this.#manifest.embedder.dimensions);
    for (const record of records) this.#records.set(record.document.id, record);
    this.#mentionsVersion += 1;
  }

  async deleteDocuments(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#records.delete(id);
    this.#mentionsVersion += 1;
  }

  /** Nothing half written can be left in memory. */
  async dropOrphans(): Promise<void> {
    await Promise.resolve();
  }

  async allDocuments(): Promise<StoredDocument[]> {
    return [...this.#records.values()].map(({ document }) => document);
  }

  async vectorsByHash(documentIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const chunks = documentIds.flatMap((id) => this.#records.get(id)?.chunks ?? []);
    return new Map(chunks.map(({ hash, vector }) => [hash, vector]));
  }

  async setSources(sources: readonly string[]): Promise<void> {
    this.#manifest = { ...this.#manifest, sources: [...sources] };
  }

  async setRanking(ranking: TunedRanking | undefined): Promise<void> {
    this.#manifest = { ...this.#manifest, ranking };
  }

  async compact(): Promise<void> {
    await Promise.resolve();
  }

  async publish(): Promise<void> {
    await Promise.resolve();
  }

  async dropRebuild(): Promise<void> {
    await Promise.resolve();
  }

  async discard(): Promise<void> {
    this.#records.clear();
    this.#mentions.clear();
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  #entries({ filter = {}, among }: SearchOptions): Entry[] {
    const all = [...this.#records.values()].flatMap(({ document, chunks }) =>
      chunks.map((chunk) => ({ chunk, document })),
    );
    return all.filter(
      (entry) => (among === undefined || among.includes(entry.chunk.id)) && passes(entry, Object.entries(filter)),
    );
  }
}

function passes({ chunk, document }: Entry, conditions: readonly [string, Filter[string]][]): boolean {
  const metadata = { ...document.metadata, ...chunk.metadata };
  const values = { ...document, documentId: document.id };
  return conditions.every(([field, condition]) => {
    const comparison = comparisonOf(condition);
    if (field === 'page') return isOnPages(chunk, comparison);
    if (field.startsWith('metadata.')) return matchesComparison(own(metadata, field.slice(9)), comparison);
    return matchesComparison(String(values[field as 'name']), comparison);
  });
}

function own(metadata: Metadata, key: string): MetadataValue | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined;
}

function isOnPages({ pageStart, pageEnd }: EmbeddedChunk, comparison: Comparison): boolean {
  const { eq, ne, gt, gte, lt, lte, in: list, notIn } = comparison;
  const isOn = (page: unknown) => pageStart <= Number(page) && pageEnd >= Number(page);
  return (
    (eq === undefined || isOn(eq)) &&
    (ne === undefined || !isOn(ne)) &&
    (gt === undefined || pageEnd > Number(gt)) &&
    (gte === undefined || pageEnd >= Number(gte)) &&
    (lt === undefined || pageStart < Number(lt)) &&
    (lte === undefined || pageStart <= Number(lte)) &&
    (list === undefined || list.some(isOn)) &&
    (notIn === undefined || !notIn.some(isOn))
  );
}

function storedChunk({ chunk, document }: Entry): StoredChunk {
  const { vector: _, ...rest } = chunk;
  const { id, name, title, format } = document;
  return { ...rest, document: { id, name, title, format } };
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function best(scored: readonly ScoredId[], limit: number): ScoredId[] {
  return [...scored].sort(byScoreThenId).slice(0, limit);
}

function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
