import type { ScoredId } from './index-store.js';

/** How often a search is repeated with four times the results while equal scores straddle its end. */
const tieRounds = 4;

/**
 * The best `limit` results, equal scores ordered by id. Where equal scores straddle the end, which of them LanceDB
 * returns is chance, so that more are fetched until all are in view.
 */
export async function bestByScore(
  limit: number,
  fetch: (limit: number) => Promise<readonly ScoredId[]>,
): Promise<ScoredId[]> {
  if (limit < 1) return [];
  let wanted = limit + 1;
  for (let round = 1; ; round++) {
    const results = [...(await fetch(wanted))].sort(byScoreThenId);
    const isTied = results.length === wanted && results[limit - 1]?.score === results.at(-1)?.score;
    if (!isTied || round === tieRounds) return results.slice(0, limit);
    wanted *= 4;
  }
}

export function byScoreThenId(left: ScoredId, right: ScoredId): number {
  if (left.score !== right.score) return right.score - left.score;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}
