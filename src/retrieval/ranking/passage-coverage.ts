import type { GraphChunk } from '../mention-graph/mention-graph.js';
import type { QuestionProfile } from './question-profile.js';
import type { TokenSimilarity } from './token-similarity.js';

/** A cosine of single-token vectors below this says nothing. */
const lowestCosine = 0.5;
/** A term's first occurrence covers two thirds of it, a second four fifths. */
const saturation = 0.5;

/** How much of each part of a question one passage speaks of. Plain arrays: short typed arrays cost more to collect. */
export interface PassageCoverage {
  /** Per search term, 0 to 1, by occurrences. */
  readonly terms: readonly number[];
  /** Per token, 0 to 1: highest cosine with any of the passage's tokens. */
  readonly cosines: readonly number[];
  /** Per term, then per token: terms as they are, tokens by cosines above the lowest that counts. */
  readonly parts: readonly number[];
}

/** Weights of `PassageCoverage.parts`, which sum to 1: half for the terms, half for the tokens. */
export function partWeights(question: QuestionProfile): readonly number[] {
  return [
    ...question.weights.map((weight) => (0.5 * weight) / question.totalWeight),
    ...question.tokenWeights.map((weight) => 0.5 * weight),
  ];
}

export function passageCoverage(
  passage: Pick<GraphChunk, 'terms' | 'tokens'>,
  question: QuestionProfile,
  similarity: Pick<TokenSimilarity, 'best'>,
): PassageCoverage {
  const terms = termCounts(passage.terms, question).map((count) => count / (count + saturation));
  const cosines = similarity.best(passage.tokens);
  const parts = terms.concat(cosines.map((cosine) => Math.max(0, (cosine - lowestCosine) / (1 - lowestCosine))));
  return { terms, cosines, parts };
}

/** Occurrences of each search term in a passage. */
export function termCounts(passage: Int32Array, question: QuestionProfile): number[] {
  const counts = question.terms.map(() => 0);
  for (let index = 0; index < passage.length; index += 1) {
    const at = question.positions.of(passage[index] as number);
    if (at >= 0) counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** Sum of weights times coverage. */
export function weightedSum(weights: readonly number[], values: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) sum += (weights[at] as number) * (values[at] ?? 0);
  return sum;
}

/** What a second passage adds to a first, weighted. */
export function addedCoverage(weights: readonly number[], first: readonly number[], second: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) {
    const more = (second[at] ?? 0) - (first[at] ?? 0);
    if (more > 0) sum += (weights[at] as number) * more;
  }
  return sum;
}

/** What two passages cover together. */
export function joinedCoverage(first: readonly number[], second: readonly number[]): readonly number[] {
  return first.map((value, at) => Math.max(value, second[at] ?? 0));
}
