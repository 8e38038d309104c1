import type { GraphChunk } from '../mention-graph/mention-graph.js';
import { positionsByValue } from './standing.js';

/** Passages beside which each is held: the best others (measured: 3 to 20 are level). */
const bestOthers = 5;

/**
 * How much each passage is like the best others: cosine of their words, those of the question left out. The best passages
 * of a question tend to speak of the same things (pseudo-relevance feedback, after Rocchio 1971), and none votes for itself.
 * @param fit of each passage by the searches; the best weigh by its exponential
 * @param questionTerms hashes of the terms that were searched for
 * @returns per passage, 0 to 1
 */
export function likenessWithBest(
  passages: readonly Pick<GraphChunk, 'terms'>[],
  fit: readonly number[],
  questionTerms: readonly number[],
): number[] {
  const vectors = termVectors(passages, new Set(questionTerms));
  const best = positionsByValue(fit).slice(0, bestOthers + 1);
  const highest = fit[best[0] ?? 0] ?? 0;
  const byBest = best.map((at) => ({
    at,
    weight: Math.exp((fit[at] ?? 0) - highest),
    cosines: vectors.cosinesWith(at),
  }));
  return passages.map((_, at) => {
    const others = byBest.filter((other) => other.at !== at).slice(0, bestOthers);
    const total = others.reduce((sum, { weight }) => sum + weight, 0);
    return total === 0 ? 0 : others.reduce((sum, { weight, cosines }) => sum + weight * (cosines[at] ?? 0), 0) / total;
  });
}

/** Distinct terms of one passage, as numbers of all passages' terms, and how often each occurs. */
interface CountedTerms {
  readonly terms: readonly number[];
  readonly counts: readonly number[];
}

/** Words as unit vectors: logarithm of the count times rarity among these passages. */
function termVectors(passages: readonly Pick<GraphChunk, 'terms'>[], leftOut: ReadonlySet<number>) {
  const counted = countTerms(passages, leftOut);
  const rarity = raritiesOf(counted, passages.length);
  const vectors = counted.map(({ terms, counts }) => {
    const weights = terms.map((term, at) => Math.log1p(counts[at] as number) * (rarity[term] as number));
    return { terms, weights, length: Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0)) + 1e-9 };
  });
  const spread = new Float64Array(rarity.length);
  return {
    cosinesWith(at: number): number[] {
      const one = vectors[at];
      if (one === undefined) return [];
      for (const [place, term] of one.terms.entries()) spread[term] = (one.weights[place] as number) / one.length;
      const cosines = vectors.map(({ terms, weights, length }) => {
        let sum = 0;
        for (let place = 0; place < terms.length; place += 1) {
          sum += (weights[place] as number) * (spread[terms[place] as number] as number);
        }
        return sum / length;
      });
      for (const term of one.terms) spread[term] = 0;
      return cosines;
    },
  };
}

function countTerms(passages: readonly Pick<GraphChunk, 'terms'>[], leftOut: ReadonlySet<number>): CountedTerms[] {
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  return passages.map(({ terms }) => {
    const own: number[] = [];
    for (let place = 0; place < terms.length; place += 1) {
      const hash = terms[place] as number;
      if (leftOut.has(hash)) continue;
      const known = numbers.get(hash);
      const number = known ?? numbers.size;
      if (known === undefined) {
        numbers.set(hash, number);
        counts.push(0);
      }
      if (counts[number] === 0) own.push(number);
      counts[number] = (counts[number] as number) + 1;
    }
    const ownCounts = own.map((number) => counts[number] as number);
    for (const number of own) counts[number] = 0;
    return { terms: own, counts: ownCounts };
  });
}

/** By number of the term: rarer among these passages is more. */
function raritiesOf(counted: readonly CountedTerms[], passages: number): number[] {
  const holding: number[] = [];
  for (const { terms } of counted) for (const term of terms) holding[term] = (holding[term] ?? 0) + 1;
  return holding.map((count) => Math.log((passages + 1) / count));
}
