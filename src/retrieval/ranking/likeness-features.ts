import { standardised } from '../fusion.js';
import { largest } from '../largest.js';
import type { Candidate } from './candidate.js';
import { type Likeness, passageLikeness } from './passage-likeness.js';
import type { QuestionProfile } from './question-profile.js';
import { positionsByValue, ranksOf } from './standing.js';

/** Features of how a candidate is like others, in the order of `likenessFeatures`. */
export const likenessFeatureNames = ['likeness', 'likenessZ', 'likenessRank', 'alikeFit'] as const;

/** Passages beside which each is held (measured: 3 to 20 are level). */
const bestOthers = 5;
const mostAlike = 10;

/**
 * The best passages of a question tend to speak of the same things: what is like them is more likely to be relevant too,
 * whatever words the question uses (pseudo-relevance feedback, after Rocchio 1971), and what is like good passages fits
 * better than its own words say (score regularisation, Diaz 2005). No passage votes for itself.
 * @param fit of each candidate by its own words
 */
export function likenessFeatures(
  candidates: readonly Candidate[],
  fit: readonly number[],
  profile: QuestionProfile,
): (at: number) => readonly number[] {
  const alike = passageLikeness(
    candidates.map(({ mentions }) => mentions),
    profile.terms,
  );
  const withBest = likenessWithBest(alike, fit);
  const z = standardised(withBest);
  const ranks = ranksOf(withBest);
  const rankOf = (at: number) => (withBest[at] === 0 ? 0 : 1 / (1 + (ranks[at] ?? 0)));
  return (at) => [withBest[at] ?? 0, z[at] ?? 0, rankOf(at), fitOfAlike(alike[at] ?? [], fit)];
}

/** Mean likeness with the best others, which weigh by the exponential of their fit. */
export function likenessWithBest(alike: Likeness, fit: readonly number[]): number[] {
  const best = positionsByValue(fit).slice(0, bestOthers + 1);
  const weightOf = (at: number) => Math.exp((fit[at] ?? 0) - (fit[best[0] ?? 0] ?? 0));
  return alike.map((cosines, at) =>
    weightedMean(best.filter((other) => other !== at).slice(0, bestOthers), weightOf, (other) => cosines[other] ?? 0),
  );
}

/** Mean fit of the passages that are most alike, weighted by how much they are. */
export function fitOfAlike(cosines: ArrayLike<number>, fit: readonly number[]): number {
  const others = largest(fit.keys(), {
    limit: mostAlike,
    scoreOf: (at) => cosines[at] ?? 0,
    isBefore: (a, b) => a < b,
  });
  return weightedMean(
    others,
    (other) => cosines[other] ?? 0,
    (other) => fit[other] ?? 0,
  );
}

function weightedMean(
  positions: readonly number[],
  weightOf: (at: number) => number,
  of: (at: number) => number,
): number {
  const total = positions.reduce((sum, at) => sum + weightOf(at), 0);
  return positions.reduce((sum, at) => sum + weightOf(at) * of(at), 0) / (total + 1e-9);
}
