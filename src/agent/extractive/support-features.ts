import { searchableText } from '../../core/chunk.js';
import type { Hit } from '../../core/hit.js';
import { loadPassageReader } from '../../models/passage-reader.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { passageSignalNames, passageSignals } from './passage-signals.js';
import { readingSignalNames, readingSignals } from './reading-signals.js';
import type { SentenceCandidate } from './sentence-candidates.js';
import { sentenceSignalNames, sentenceSignals } from './sentence-signals.js';

export interface SupportContext {
  readonly question: string;
  readonly terms: QuestionTerms;
  readonly index: IndexSearch;
  readonly signal?: AbortSignal | undefined;
}

/** Passages that are looked at; deeper ones seldom hold the answer. */
const depth = 10;

/** Signals that mean less in a long question than in a short one: each comes once more, times the question's length. */
const byLength = [
  'termsFirst',
  'partsFirst',
  'lateFirst',
  'denseFirst',
  'sentenceFirst',
  'partsFive',
  'bm25First',
  'windowFirst',
  'aroundLate',
  'likeBest',
] as const;
/** Logarithm of a question's usual number of terms, about which length is counted. */
const usualLength = 2;

/** What the support model sees, in the order of `supportFeatures`. */
export const supportFeatureNames: readonly string[] = [
  ...passageSignalNames,
  ...sentenceSignalNames,
  ...readingSignalNames,
  'length',
  'lengthSquared',
  ...byLength.map((name) => `${name}ByLength`),
];

/**
 * Signals of how well hits support an answer: shares and ratios, so that they mean the same in every collection. Nothing
 * here depends on the walk over the mention graph: it reaches hidden documents too, so that its share at the hits would
 * tell that something is hidden and not that something is missing.
 */
export async function supportFeatures(
  hits: readonly Hit[],
  candidates: readonly SentenceCandidate[],
  { question, terms, index, signal }: SupportContext,
): Promise<Float64Array> {
  const top = hits.slice(0, depth);
  const passages = top.map(({ chunk }) => searchableText(chunk));
  const coverage = await index.questionCoverage(question);
  const coverages = await coverage.ofTexts(passages);
  const queryVector = await index.embedQuery(question, signal);
  const found = passages.map((passage) => terms.termsIn(passage));
  const ofPassages = passageSignals({ hits: top, terms, question: coverage, found, coverages });
  const firstChunk = top[0]?.chunk.id;
  const sentences = { question, queryVector, terms, coverage, candidates, firstChunk, passages };
  const ofReading = await readingSignals(top, question, await loadPassageReader());
  const all = { ...ofPassages, ...(await sentenceSignals(sentences)), ...ofReading };
  const length = Math.log(1 + all.termCount) - usualLength;
  const plain = [...passageSignalNames, ...sentenceSignalNames, ...readingSignalNames].map((name) => all[name]);
  return Float64Array.from([...plain, length, length ** 2, ...byLength.map((name) => all[name] * length)]);
}
