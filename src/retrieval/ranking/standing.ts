import { standardised } from '../fusion.js';
import type { Candidate } from './candidate.js';
import { weightedSum } from './passage-coverage.js';
import type { QuestionProfile } from './question-profile.js';

/** Weights of late interaction and dense search beside BM25 (measured on the shared sets). */
const lateWeight = 0.5;
const denseWeight = 0.3;
const denseAlone = 0.5;
/** What a candidate's own fit counts beside its links. */
const ownShare = 0.2;
const ownShareOfHalf = 0.5;

/** How the candidates of one question compare, by position. */
export interface Standing {
  /** BM25 + 0.5 dense, of z-scores. */
  readonly fused: readonly number[];
  /** BM25 + 0.5 late interaction + 0.3 dense, of z-scores. */
  readonly blended: readonly number[];
  readonly late: readonly number[];
  /** Positions, best first by `blended`. */
  readonly order: readonly number[];
  /** Chain + walk + 0.2 own fit, each scaled to 1; with half of the walk; with the longer chain. */
  readonly joined: readonly number[];
  readonly halfJoined: readonly number[];
  readonly longJoined: readonly number[];
  /** Positions, best first by `joined`. */
  readonly joinedOrder: readonly number[];
}

export type UnlinkedCandidate = Omit<Candidate, 'links'>;

export function standingOf(candidates: readonly UnlinkedCandidate[], profile: QuestionProfile): Standing {
  const late = candidates.map(({ coverage }) => weightedSum(profile.tokenWeights, coverage.cosines));
  const lexical = standardised(candidates.map((each) => each.lexical));
  const dense = standardised(candidates.map((each) => each.dense));
  const zLate = standardised(late);
  const sum = (at: number, a: number, b: number) => (lexical[at] ?? 0) + a * (zLate[at] ?? 0) + b * (dense[at] ?? 0);
  const blended = candidates.map((_, at) => sum(at, lateWeight, denseWeight));
  const fused = candidates.map((_, at) => sum(at, 0, denseAlone));
  const own = fromZeroToOne(fused);
  const walk = shares(candidates.map((each) => each.walk));
  const chain = shares(candidates.map((each) => each.chain));
  const longChain = shares(candidates.map((each) => each.longChain));
  const join = (links: readonly number[], walkWeight: number, ownWeight: number) =>
    links.map((link, at) => link + walkWeight * (walk[at] ?? 0) + ownWeight * (own[at] ?? 0));
  const joined = join(chain, 1, ownShare);
  return {
    fused,
    blended,
    late,
    order: positionsByValue(blended),
    joined,
    halfJoined: join(chain, 0.5, ownShareOfHalf),
    longJoined: join(longChain, 1, ownShare),
    joinedOrder: positionsByValue(joined),
  };
}

export function positionsByValue(values: readonly number[]): number[] {
  return values.map((_, at) => at).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

/** Rank of each position, 0 the best. */
export function ranksOf(values: readonly number[]): number[] {
  const ranks = Array.from({ length: values.length }, () => 0);
  for (const [rank, at] of positionsByValue(values).entries()) ranks[at] = rank;
  return ranks;
}

export function fromZeroToOne(values: readonly number[]): number[] {
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const lowest = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  return values.map((value) => (value - lowest) / (highest - lowest + 1e-9));
}

/** Of the largest value. */
export function shares(values: readonly number[]): number[] {
  const largest = values.reduce((high, value) => Math.max(high, value), 1e-12);
  return values.map((value) => value / largest);
}
