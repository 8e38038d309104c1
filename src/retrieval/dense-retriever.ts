import type { Embedder } from '../models/embedder.js';
import type { IndexReader } from '../store/index-store.js';
import type { FusedScore } from './fusion.js';
import type { RetrieveOptions, Retriever } from './retriever.js';

/** Cosine similarity of encoder vectors alone. */
export class DenseRetriever implements Retriever {
  readonly name = 'dense';
  readonly #index: IndexReader;
  readonly #embedder: Embedder;

  constructor(index: IndexReader, embedder: Embedder) {
    this.#index = index;
    this.#embedder = embedder;
  }

  async retrieve(query: string, { limit, filter, signal }: RetrieveOptions): Promise<FusedScore[]> {
    const vector = await this.#embedder.embedQuery(query, { signal });
    signal?.throwIfAborted();
    const hits = await this.#index.searchDense(vector, { limit, filter });
    return hits.map(({ id, score }) => ({ id, score, parts: { dense: score } }));
  }
}
