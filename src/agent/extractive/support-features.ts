import type { Hit } from '../../core/hit.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { passageSignalNames, passageSignals } from './passage-signals.js';
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

/** What the support model sees, in the order of `supportFeatures`. */
export const supportFeatureNames = [...passageSignalNames, ...sentenceSignalNames] as const;

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
  const passages = top.map(({ chunk }) => `${chunk.context}\n${chunk.text}`);
  const coverage = await index.questionCoverage(question);
  const coverages = await coverage.ofTexts(passages);
  const queryVector = await index.embedQuery(question, signal);
  const found = passages.map((passage) => terms.termsIn(passage));
  const ofPassages = passageSignals({ hits: top, terms, question: coverage, found, coverages });
  const firstChunk = top[0]?.chunk.id;
  const sentences = { question, queryVector, terms, coverage, candidates, firstChunk, passages };
  const all: Readonly<Record<string, number>> = { ...ofPassages, ...(await sentenceSignals(sentences)) };
  return Float64Array.from(supportFeatureNames, (name) => all[name] ?? 0);
}
