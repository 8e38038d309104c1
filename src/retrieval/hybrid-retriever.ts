import type { Embedder } from '../models/embedder.js';
import type { IndexReader } from '../store/index-store.js';
import { CandidatePool } from './candidate-pool.js';
import { type FusedScore, fuseByZScore } from './fusion.js';
import type { RetrieveOptions, Retriever } from './retriever.js';

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

  async retrieve(query: string, options: RetrieveOptions): Promise<FusedScore[]> {
    const pool = await CandidatePool.collect(query, this.#index, this.#embedder, options);
    return (await fuseWholePool(pool)).slice(0, options.limit);
  }
}

/** Scores what only one of the searches found by the other, too. */
export async function fuseWholePool(pool: CandidatePool): Promise<FusedScore[]> {
  await pool.scoreLexical(pool.ids());
  await pool.scoreDense(pool.ids());
  return fusePool(pool);
}

/** BM25 + 0.5 dense, of z-scores over the pool. */
export function fusePool({ lexical, dense }: Pick<CandidatePool, 'lexical' | 'dense'>): FusedScore[] {
  return fuseByZScore([
    { name: 'lexical', weight: 1, scores: lexical },
    { name: 'dense', weight: denseWeight, scores: dense },
  ]);
}
