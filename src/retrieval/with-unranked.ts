import type { CandidatePool } from './candidate-pool.js';
import type { FusedScore } from './fusion.js';
import { fuseWholePool } from './hybrid-retriever.js';

/**
 * Ranked candidates, and below them what of the pool was not ranked, in the order of the fused searches. Where nothing
 * could be ranked (an index without a mention graph) these searches score the whole pool, as in hybrid search.
 */
export async function withUnranked(
  ranked: readonly FusedScore[],
  pool: CandidatePool,
  fused: readonly FusedScore[],
): Promise<FusedScore[]> {
  if (ranked.length === 0) return fuseWholePool(pool);
  const sorted = [...ranked].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const known = new Set(ranked.map(({ id }) => id));
  const lowest = sorted.at(-1)?.score ?? 0;
  const highest = fused[0]?.score ?? 0;
  const rest = fused
    .filter(({ id }) => !known.has(id))
    .map(({ id, score, parts }) => ({ id, score: lowest - 1 + Math.min(0, score - highest), parts }));
  return [...sorted, ...rest];
}
