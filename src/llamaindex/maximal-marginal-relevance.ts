import { dot } from '../models/vectors.js';

export interface MmrCandidate {
  /** Similarity to the query. */
  readonly score: number;
  /** Unit length. */
  readonly vector: Float32Array;
}

export interface MmrChoice<T> {
  readonly candidate: T;
  /** `lambda` · similarity − (1 − `lambda`) · overlap; never higher than that of the choice before. */
  readonly relevance: number;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): one by one the candidate that is similar to the query and
 * not to any chosen one. (LlamaIndex.TS's own compares with the last chosen one only, and so repeats earlier ones.)
 */
export function chooseDiverse<T extends MmrCandidate>(
  candidates: readonly T[],
  { limit, lambda }: { readonly limit: number; readonly lambda: number },
): MmrChoice<T>[] {
  const left = candidates.map((candidate) => ({ candidate, overlap: 0 }));
  const chosen: MmrChoice<T>[] = [];
  while (chosen.length < limit && left.length > 0) {
    const relevances = left.map(({ candidate, overlap }) => lambda * candidate.score - (1 - lambda) * overlap);
    const highest = relevances.reduce((high, each) => Math.max(high, each));
    const [taken] = left.splice(relevances.indexOf(highest), 1);
    if (taken === undefined) break;
    for (const each of left) {
      each.overlap = Math.max(each.overlap, dot(each.candidate.vector, taken.candidate.vector));
    }
    chosen.push({ candidate: taken.candidate, relevance: highest });
  }
  return chosen;
}
