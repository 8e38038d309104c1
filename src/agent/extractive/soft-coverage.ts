import type { TokenVectors } from '../../models/token-vectors.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { TokenSimilarity } from '../../retrieval/ranking/token-similarity.js';
import type { QuestionFocus } from './question-focus.js';

/** How near a sentence's words come to the question's, weighted by rarity: 0 to 1. */
export interface SoftCoverage {
  readonly all: number;
  /** Of the words that stand in no name. */
  readonly relation: number;
  /** Per token of the question. */
  readonly cosines: readonly number[];
}

export interface SoftCoverages {
  readonly each: readonly SoftCoverage[];
  /** Weight of each token of the question; they sum to 1. */
  readonly weights: readonly number[];
}

export interface SoftCoverageOptions {
  readonly focus: QuestionFocus;
  readonly terms: QuestionTerms;
  readonly vectors: TokenVectors;
}

/** Longer questions are cut: time goes with the number of tokens. */
const longestQuestion = 64;

/** Late interaction of the question's words with each sentence (as in the ranker, by sentence instead of passage). */
export async function softCoverage(texts: readonly string[], options: SoftCoverageOptions): Promise<SoftCoverages> {
  const { vectors } = options;
  const asked = askedTokens(options);
  const tokens = texts.map((text) => Int32Array.from(vectors.encode(text)));
  const similarity = new TokenSimilarity(
    vectors,
    asked.map(({ id }) => id),
  );
  await similarity.load(tokens);
  const weights = scaled(asked.map(({ weight }) => weight));
  const ofRelation = scaled(asked.map(({ weight, isNamed }) => (isNamed ? 0 : weight)));
  const each = tokens.map((ids) => {
    const cosines = similarity.best(ids);
    return { all: weighted(cosines, weights), relation: weighted(cosines, ofRelation), cosines };
  });
  return { each, weights };
}

interface AskedToken {
  readonly id: number;
  readonly weight: number;
  readonly isNamed: boolean;
}

/** A word weighs what its search terms do, shared among its tokens; one that is not searched for is left out. */
function askedTokens({ focus, terms, vectors }: SoftCoverageOptions): readonly AskedToken[] {
  const words = focus.text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const tokens = words.flatMap((word) => {
    const inWord = [...terms.termsIn(word)];
    const weight = inWord.reduce((sum, term) => sum + terms.weightOf(term), 0);
    if (weight === 0) return [];
    const isNamed = inWord.every((term) => focus.nameTerms.has(term));
    const ids = vectors.encode(word);
    return ids.map((id) => ({ id, weight: weight / Math.sqrt(ids.length), isNamed }));
  });
  return tokens.slice(0, longestQuestion);
}

function scaled(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 1e-9);
  return weights.map((weight) => weight / total);
}

function weighted(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}
