/** Scores of one retriever over the pooled candidates: chunk id → score. */
export type Scores = ReadonlyMap<string, number>;

export interface WeightedScores {
  readonly name: string;
  readonly weight: number;
  readonly scores: Scores;
}

export interface FusedScore {
  readonly id: string;
  readonly score: number;
  /** Raw score by retriever. */
  readonly parts: Readonly<Record<string, number>>;
}

/**
 * Adds standardised scores: each retriever's scores over the pool become z-scores (mean 0, deviation 1), so that BM25
 * and cosine can be added whatever their scales. A candidate that a retriever did not score counts as its lowest.
 * Best first, ties by id. Measured against reciprocal-rank fusion in docs/decisions.
 */
export function fuseByZScore(retrievers: readonly WeightedScores[]): FusedScore[] {
  const pool = [...new Set(retrievers.flatMap(({ scores }) => [...scores.keys()]))];
  const standardised = retrievers.map(({ scores }) => zScores(pool, scores));
  const fused = pool.map((id, index) => ({
    id,
    score: retrievers.reduce((sum, { weight }, each) => sum + weight * (standardised[each]?.[index] ?? 0), 0),
    parts: Object.fromEntries(
      retrievers.flatMap(({ name, scores }) => {
        const score = scores.get(id);
        return score === undefined ? [] : [[name, score]];
      }),
    ),
  }));
  return fused.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function zScores(pool: readonly string[], scores: Scores): number[] {
  const lowest = [...scores.values()].reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY);
  return standardised(pool.map((id) => scores.get(id) ?? (Number.isFinite(lowest) ? lowest : 0)));
}

/** z-scores: mean 0, deviation 1. All 0 where the values are all alike: they say nothing about the order. */
export function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  const deviation = Math.sqrt(variance);
  return values.map((value) => (deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
