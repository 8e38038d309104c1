import type { IndexReader } from '../store/index-store.js';
import type { FusedScore } from './fusion.js';
import type { RetrieveOptions, Retriever } from './retriever.js';

/** BM25 alone. */
export class LexicalRetriever implements Retriever {
  readonly name = 'lexical';
  readonly #index: IndexReader;

  constructor(index: IndexReader) {
    this.#index = index;
  }

  async retrieve(query: string, { limit, filter, signal }: RetrieveOptions): Promise<FusedScore[]> {
    signal?.throwIfAborted();
    const hits = await this.#index.searchLexical(query, { limit, filter });
    return hits.map(({ id, score }) => ({ id, score, parts: { lexical: score } }));
  }
}
