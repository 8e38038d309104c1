import type { Connection } from '@lancedb/lancedb';
import { DocentError } from '../core/errors.js';
import type { StoredChunk } from '../core/hit.js';
import { storedChunkColumns, storedChunkOf } from './chunk-rows.js';
import { searchDense } from './dense-search.js';
import { documentRowOf } from './document-rows.js';
import { checkEmbedder, type EmbedderName } from './embedder-check.js';
import type { Generation } from './generation.js';
import type { GenerationSource } from './generation-source.js';
import { bytesOf } from './index-location.js';
import type {
  ChunkMentions,
  IndexManifest,
  IndexReader,
  IndexStats,
  MentionColumns,
  NameUses,
  ScoredId,
  SearchOptions,
  SimilarWord,
  StoredDocument,
  StoredPage,
} from './index-store.js';
import { looksDamaged, toStoreError } from './lance-errors.js';
import { searchLexical, termFrequencies } from './lexical-search.js';
import { allMentions, averageTerms, findMentions, getMentions, mentionsVersion } from './mention-search.js';
import { documentRow, pagesOf } from './page-lookup.js';
import { readRows } from './query-rows.js';
import { similarWords } from './similar-words.js';
import { isIn, literal } from './sql.js';

export interface OpenIndex {
  readonly uri: string;
  readonly connection: Connection;
  /** The encoder of the queries, where there will be dense ones. */
  readonly embedder: EmbedderName | undefined;
  readonly source: GenerationSource;
}

export class LanceIndexReader implements IndexReader {
  readonly #index: OpenIndex;

  constructor(index: OpenIndex) {
    this.#index = index;
  }

  manifest(): Promise<IndexManifest> {
    return this.read(async ({ manifest }) => manifest);
  }

  searchDense(vector: Float32Array, options: SearchOptions): Promise<ScoredId[]> {
    return this.read(async (generation) => {
      // A rebuild with another encoder may have been published since this reader was opened.
      checkEmbedder(generation.manifest, this.#index.embedder, this.#index.uri);
      return searchDense(generation, vector, options);
    });
  }

  searchLexical(query: string, options: SearchOptions): Promise<ScoredId[]> {
    return this.read((generation) => searchLexical(generation, query, options));
  }

  termFrequencies(
    terms: readonly string[],
  ): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> {
    return this.read((generation) => termFrequencies(generation, terms));
  }

  similarWords(word: string, edits: number): Promise<SimilarWord[]> {
    return this.read((generation) => similarWords(generation, word, edits));
  }

  getChunks(ids: readonly string[]): Promise<StoredChunk[]> {
    return this.read(async ({ chunks }) => {
      if (ids.length === 0) return [];
      const query = chunks
        .query()
        .where(isIn('id', ids))
        .select([...storedChunkColumns]);
      const found = new Map((await readRows(query)).map(storedChunkOf).map((chunk) => [chunk.id, chunk]));
      return ids.flatMap((id) => found.get(id) ?? []);
    });
  }

  getChunksAt(documentId: string, ordinals: readonly number[]): Promise<StoredChunk[]> {
    return this.read(async ({ chunks }) => {
      const valid = ordinals.filter((ordinal) => Number.isInteger(ordinal) && Math.abs(ordinal) < 2 ** 31);
      if (valid.length === 0) return [];
      const query = chunks
        .query()
        .where(`document_id = ${literal(documentId)} AND ordinal IN (${valid.join(', ')})`)
        .select([...storedChunkColumns]);
      return (await readRows(query)).map(storedChunkOf).sort((a, b) => a.ordinal - b.ordinal);
    });
  }

  listDocuments({ limit, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {}): Promise<{
    readonly documents: readonly StoredDocument[];
    readonly total: number;
  }> {
    return this.read(async ({ documents }) => {
      const total = await documents.countRows();
      const count = Math.min(limit ?? total, total - offset);
      // LanceDB panics where it is asked for the first 0 rows of an order.
      if (count < 1) return { documents: [], total };
      const query = documents.query().select(['record', 'revision', 'name', 'id']);
      query.orderBy(['name', 'id'].map((columnName) => ({ columnName, ascending: true })));
      const rows = await readRows(query.limit(count).offset(offset));
      return { documents: rows.map((row) => documentRowOf(row).document), total };
    });
  }

  getDocument(id: string): Promise<StoredDocument | undefined> {
    return this.read(async (generation) => (await documentRow(generation, id))?.document);
  }

  getPages(documentId: string, numbers?: readonly number[]): Promise<StoredPage[]> {
    return this.read((generation) => pagesOf(generation, documentId, numbers));
  }

  getMentions(ids: readonly string[]): Promise<ChunkMentions[]> {
    return this.read((generation) => getMentions(generation, ids));
  }

  findMentions(names: readonly string[]): Promise<NameUses> {
    return this.read((generation) => findMentions(generation, names));
  }

  allMentions(limit: number): Promise<MentionColumns | undefined> {
    return this.read((generation) => allMentions(generation, limit));
  }

  averageTerms(): Promise<number> {
    return this.read(averageTerms);
  }

  mentionsVersion(): Promise<string> {
    return this.read(mentionsVersion);
  }

  stats(): Promise<IndexStats> {
    return this.read(async ({ documents, pages, chunks }) => ({
      documents: await documents.countRows(),
      pages: await pages.countRows(),
      chunks: await chunks.countRows(),
      bytes: await bytesOf(this.#index.uri),
    }));
  }

  async close(): Promise<void> {
    this.#index.connection.close();
  }

  /** A compaction or a switch may take a query's files away under it: what is missing is looked for once more. */
  protected async read<T>(task: (generation: Generation) => Promise<T>): Promise<T> {
    try {
      return await task(await this.#index.source.current());
    } catch (error) {
      if (error instanceof DocentError || !looksDamaged(error)) throw toStoreError(error, this.#index.uri);
    }
    try {
      return await task(await this.#index.source.reopen());
    } catch (error) {
      throw toStoreError(error, this.#index.uri);
    }
  }
}
