import { DocentError } from '../core/errors.js';
import type { Filter } from '../core/filter.js';
import type { Hit } from '../core/hit.js';
import type { Embedder } from '../models/embedder.js';
import type { IndexReader, StoredPage } from '../store/index-store.js';
import { DenseRetriever } from './dense-retriever.js';
import { HybridRetriever } from './hybrid-retriever.js';
import { LexicalRetriever } from './lexical-retriever.js';
import { QuestionTerms } from './question-terms.js';
import type { Retriever } from './retriever.js';

export const searchModes = ['hybrid', 'dense', 'lexical'] as const;
export type SearchMode = (typeof searchModes)[number];

export interface SearchRequest {
  readonly k: number;
  readonly mode?: SearchMode | undefined;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One index with the encoder it was built with: all that questions need of it. */
export class IndexSearch {
  readonly name: string;
  readonly #index: IndexReader;
  readonly #embedder: () => Promise<Embedder>;

  constructor(name: string, index: IndexReader, embedder: () => Promise<Embedder>) {
    this.name = name;
    this.#index = index;
    this.#embedder = embedder;
  }

  /** Best first. @throws DocentError `invalid-request` for an empty query */
  async search(query: string, { k, mode = 'hybrid', filter, signal }: SearchRequest): Promise<Hit[]> {
    if (query.trim() === '') {
      throw new DocentError('invalid-request', 'The query is empty.', { hint: 'Ask for something.' });
    }
    const retriever = await this.#retriever(mode);
    const scored = await retriever.retrieve(query, { limit: k, filter, signal });
    signal?.throwIfAborted();
    const chunks = await this.#index.getChunks(scored.map(({ id }) => id));
    const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
    const found = scored.flatMap(({ id, score, parts }) => {
      const chunk = byId.get(id);
      return chunk === undefined ? [] : [{ chunk, score, parts }];
    });
    return found.map((each, index) => ({ ...each, rank: index + 1 }));
  }

  async questionTerms(question: string): Promise<QuestionTerms> {
    return QuestionTerms.of(question, this.#index);
  }

  async embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array> {
    return (await this.#embedder()).embedQuery(text, { signal });
  }

  async embedTexts(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    return (await this.#embedder()).embedDocuments(texts, { signal });
  }

  async pages(documentId: string, numbers: readonly number[]): Promise<StoredPage[]> {
    return this.#index.getPages(documentId, numbers);
  }

  async documentCount(): Promise<number> {
    return (await this.#index.listDocuments({ limit: 1 })).total;
  }

  async #retriever(mode: SearchMode): Promise<Retriever> {
    if (mode === 'lexical') return new LexicalRetriever(this.#index);
    const embedder = await this.#embedder();
    return mode === 'dense' ? new DenseRetriever(this.#index, embedder) : new HybridRetriever(this.#index, embedder);
  }
}
