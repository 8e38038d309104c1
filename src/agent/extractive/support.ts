import type { Hit } from '../../core/hit.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { SentenceCandidate } from './sentence-candidates.js';

/**
 * Below this support docent says that it does not know. With half of the questions' gold documents hidden, 0.40 to 0.45
 * gives the best balanced accuracy on most development sets (0.60 to 0.86 at 0.42; docs/retrieval.md).
 */
export const supportThreshold = 0.42;

/** How well the evidence supports an answer: mean of three shares, 0 to 1. */
export interface Support {
  readonly score: number;
  /** The question's words that no evidence holds, rarest first. */
  readonly missing: readonly string[];
}

/** Chunks that are looked at; deeper ones seldom hold the answer. */
const depth = 5;

/**
 * Support of a question by its evidence: the best BM25 score against its bound, and the question's terms (weighted by
 * rarity) in the best chunk and in the best sentence with its surroundings.
 */
export function supportOf(
  hits: readonly Hit[],
  candidates: readonly SentenceCandidate[],
  terms: QuestionTerms,
): Support {
  const top = hits.slice(0, depth);
  const inChunks = top.map(({ chunk }) => terms.termsIn(`${chunk.context}\n${chunk.text}`));
  const best = (values: readonly number[]) => values.reduce((high, value) => Math.max(high, value), 0);
  const bm25 = best(top.map(({ parts }) => parts.lexical ?? 0)) / Math.max(1e-9, terms.maximalBm25);
  const chunkShare = best(inChunks.map((present) => terms.coverage(present)));
  const sentenceShare = best(candidates.map(({ coverage }) => Math.min(1, coverage)));
  const found = new Set(inChunks.flatMap((present) => [...present]));
  const missing = terms.terms.filter((term) => !found.has(term));
  return {
    score: (Math.min(1, bm25) + chunkShare + sentenceShare) / 3,
    missing: missing.sort((a, b) => terms.weightOf(b) - terms.weightOf(a)).map((term) => terms.wordOf(term)),
  };
}
