import type { TextCoverage } from '../../retrieval/question-coverage.js';
import { joinedCoverage } from '../../retrieval/ranking/passage-coverage.js';

/** What several texts hold of a question together. */
export function joinedTerms(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

export function joinedParts(coverages: readonly Pick<TextCoverage, 'parts'>[]): readonly number[] {
  return coverages
    .map(({ parts }) => parts)
    .reduce((all, parts) => (all.length === 0 ? parts : joinedCoverage(all, parts)), []);
}

export function joinedCosines(coverages: readonly Pick<TextCoverage, 'cosines'>[]): readonly number[] {
  return coverages
    .map(({ cosines }) => cosines)
    .reduce((all, cosines) => (all.length === 0 ? cosines : joinedCoverage(all, cosines)), []);
}

/** Most weight that one token of the question loses for want of a like token; 1 where there is no text. */
export function worstLoss(weights: readonly number[], cosines: readonly number[]): number {
  return cosines.length === 0 ? 1 : largest(cosines.map((cosine, at) => (weights[at] ?? 0) * (1 - cosine)));
}

/** 0 of nothing. */
export function largest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), 0);
}

export function secondLargest(values: readonly number[]): number {
  return [...values].sort((a, b) => b - a)[1] ?? 0;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
