import { termCounts } from './passage-coverage.js';
import type { QuestionProfile } from './question-profile.js';

/** LanceDB's parameters, so that both give the same scores. */
const k1 = 1.2;
const b = 0.75;

/** BM25 of one passage from its terms. */
export function bm25OfTerms(terms: Int32Array, question: QuestionProfile, averageTerms: number): number {
  const norm = k1 * (1 - b + (b * terms.length) / Math.max(1, averageTerms));
  let sum = 0;
  for (const [at, count] of termCounts(terms, question).entries()) {
    sum += ((question.weights[at] ?? 0) * count * (k1 + 1)) / (count + norm);
  }
  return sum;
}
