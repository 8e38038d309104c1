import type { Embedder } from '../models/embedder.js';
import type { IndexReader, ScoredId, SearchOptions } from '../store/index-store.js';
import { type FusedScore, fuseByZScore, type Scores } from './fusion.js';
import type { RetrieveOptions, Retriever } from './retriever.js';

/** Candidates of each search; the pool holds up to twice as many. */
const candidates = 100;
/** Measured on the shared sets: with this weight the sum is at or above BM25 nearly everywhere (docs/retrieval.md). */
const denseWeight = 0.5;

/**
 * BM25 and dense search side by side. Both score the whole pool: what only one of them found is scored by the other too,
 * so that the z-scores compare like with like.
 */
export class HybridRetriever implements Retriever {
  readonly name = 'hybrid';
  readonly #index: IndexReader;
  readonly #embedder: Embedder;

  constructor(index: IndexReader, embedder: Embedder) {
    this.#index = index;
    this.#embedder = embedder;
  }

  async retrieve(query: string, { limit, filter, signal }: RetrieveOptions): Promise<FusedScore[]> {
    const pool = Math.max(candidates, limit);
    const lexicalSearch = (options: SearchOptions) => this.#index.searchLexical(query, options);
    // One after the other: where one fails, nothing may go on behind the caller's back. Together they take milliseconds.
    const lexical = await lexicalSearch({ limit: pool, filter });
    const vector = await this.#embedder.embedQuery(query, { signal });
    signal?.throwIfAborted();
    const denseSearch = (options: SearchOptions) => this.#index.searchDense(vector, options);
    const dense = await denseSearch({ limit: pool, filter });
    signal?.throwIfAborted();
    const [lexicalScores, denseScores] = await Promise.all([
      completed(lexical, dense, lexicalSearch),
      completed(dense, lexical, denseSearch),
    ]);
    const fused = fuseByZScore([
      { name: 'lexical', weight: 1, scores: lexicalScores },
      { name: 'dense', weight: denseWeight, scores: denseScores },
    ]);
    return fused.slice(0, limit);
  }
}

/** Own scores, and those of what only the other search found. A chunk without a query term has BM25 0. */
async function completed(
  own: readonly ScoredId[],
  other: readonly ScoredId[],
  search: (options: SearchOptions) => Promise<ScoredId[]>,
): Promise<Scores> {
  const scores = new Map(own.map(({ id, score }) => [id, score]));
  const missing = other.map(({ id }) => id).filter((id) => !scores.has(id));
  if (missing.length === 0) return scores;
  for (const id of missing) scores.set(id, 0);
  for (const { id, score } of await search({ limit: missing.length, among: missing })) scores.set(id, score);
  return scores;
}
