import { dot } from '../../models/vectors.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { SentenceCandidate } from './sentence-candidates.js';

const maxSentences = 3;
/** An answer is read, not scrolled. */
const maxCharacters = 600;
/** Further sentences must come this close to the best one. */
const minShare = 0.7;
/** Sentences this much alike say the same. */
const sameness = 0.9;
const noveltyWeight = 0.35;

/** The sentences of an answer: each good by itself and adding something, in reading order. */
export function selectSentences(
  candidates: readonly SentenceCandidate[],
  terms: QuestionTerms,
): readonly SentenceCandidate[] {
  const chosen: SentenceCandidate[] = [];
  const covered = new Set<string>();
  const best = candidates.reduce((high, { score }) => Math.max(high, score), 0);
  let characters = 0;
  while (chosen.length < maxSentences) {
    const next = bestAddition(candidates, chosen, { terms, covered });
    if (next === undefined || next.score < minShare * best) break;
    if (chosen.length > 0 && characters + next.shown.length > maxCharacters) break;
    chosen.push(next);
    characters += next.shown.length + 1;
    for (const term of next.terms) covered.add(term);
  }
  return readingOrder(chosen);
}

interface Gathered {
  readonly terms: QuestionTerms;
  readonly covered: ReadonlySet<string>;
}

function bestAddition(
  candidates: readonly SentenceCandidate[],
  chosen: readonly SentenceCandidate[],
  { terms, covered }: Gathered,
): SentenceCandidate | undefined {
  let best: SentenceCandidate | undefined;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    if (chosen.some((other) => isRepetition(candidate, other))) continue;
    const added = new Set([...candidate.terms].filter((term) => !covered.has(term)));
    const value = candidate.score + noveltyWeight * terms.coverage(added);
    if (value > bestValue) {
      best = candidate;
      bestValue = value;
    }
  }
  return best;
}

function isRepetition(left: SentenceCandidate, right: SentenceCandidate): boolean {
  if (left === right || left.shown === right.shown) return true;
  return left.vector.length === right.vector.length && dot(left.vector, right.vector) > sameness;
}

/** Passages in the order of their best sentence; within a passage as it stands there. */
function readingOrder(chosen: readonly SentenceCandidate[]): readonly SentenceCandidate[] {
  const byScore = [...chosen].sort((a, b) => b.score - a.score);
  const passages = [...new Set(byScore.map(({ hit }) => hit.chunk.id))];
  const place = ({ hit }: SentenceCandidate) => passages.indexOf(hit.chunk.id);
  return byScore.sort((a, b) => place(a) - place(b) || a.sentence.start - b.sentence.start);
}
