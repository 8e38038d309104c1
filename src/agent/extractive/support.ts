import { searchableText } from '../../core/chunk.js';
import type { Hit } from '../../core/hit.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { SentenceCandidate } from './sentence-candidates.js';
import { type SupportContext, supportFeatures } from './support-features.js';
import { loadSupportModel, supportProbability } from './support-model.js';

/**
 * Below this support docent says that it does not know: the score is a probability, for which it is as likely as not that
 * the sources hold an answer. Figures per set are in data/models/docent-answers/support.md.
 */
export const supportThreshold = 0.33;

/** How well the evidence supports an answer. */
export interface Support {
  /** Probability, 0 to 1, where half of all questions have an answer; 0 without hits. */
  readonly score: number;
  /** The question's words that no evidence holds, rarest first. */
  readonly missing: readonly string[];
}

/** Where a sentence says what the question asks the meaning of, in just these words, there is an answer. */
const definedSupport = 0.6;
/** Chunks that a word is looked for in. */
const depth = 5;

/** Support of a question by its hits (best first) and the sentences in them, from the model that ships in the package. */
export async function supportOf(
  hits: readonly Hit[],
  candidates: readonly SentenceCandidate[],
  context: SupportContext,
): Promise<Support> {
  const missing = missingWords(hits, context.terms);
  if (hits.length === 0) return { score: 0, missing };
  const [model, row] = [await loadSupportModel(), await supportFeatures(hits, candidates, context)];
  const least = candidates.some(({ isDefinition }) => isDefinition) ? definedSupport : 0;
  return { score: Math.max(least, supportProbability(model, row)), missing };
}

function missingWords(hits: readonly Hit[], terms: QuestionTerms): readonly string[] {
  const found = new Set(hits.slice(0, depth).flatMap(({ chunk }) => [...terms.termsIn(searchableText(chunk))]));
  const missing = terms.terms.filter((term) => !found.has(term));
  return missing.sort((a, b) => terms.weightOf(b) - terms.weightOf(a)).map((term) => terms.wordOf(term));
}
