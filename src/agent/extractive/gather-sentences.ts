import type { Hit } from '../../core/hit.js';
import { loadTokenVectors } from '../../models/load-token-vectors.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import { nameWords } from '../../retrieval/mention-graph/name-words.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { type QuestionFocus, questionFocus } from './question-focus.js';
import { draftsOf, type SentenceDraft } from './sentence-draft.js';
import { type SentenceLinks, sentenceLinks } from './sentence-links.js';
import { type SentenceOffers, sentenceOffers } from './sentence-offers.js';
import { type SoftCoverages, softCoverage } from './soft-coverage.js';

export interface CandidateContext {
  readonly question: string;
  readonly terms: QuestionTerms;
  readonly index: Pick<IndexSearch, 'embedQuery' | 'embedTexts'>;
  readonly signal?: AbortSignal | undefined;
}

/** All that is known of the sentences of some passages before they are weighed; one entry per sentence in each list. */
export interface GatheredSentences {
  readonly focus: QuestionFocus;
  readonly terms: QuestionTerms;
  readonly drafts: readonly SentenceDraft[];
  readonly offers: readonly SentenceOffers[];
  readonly links: readonly SentenceLinks[];
  readonly soft: SoftCoverages;
  readonly vectors: readonly Float32Array[];
  readonly questionVector: Float32Array;
  /** Of the question without its names. */
  readonly relationVector: Float32Array;
}

/** Sentences are taken from this many passages at most: bounds the work. */
const passageLimit = 10;

export async function gatherSentences(
  hits: readonly Hit[],
  { question, terms, index, signal }: CandidateContext,
): Promise<GatheredSentences> {
  const focus = questionFocus(question, terms);
  const passages = hits.slice(0, passageLimit);
  const drafts = passages.flatMap((hit, place) => draftsOf(hit, place + 1, terms));
  const shown = drafts.map((draft) => draft.shown);
  const questionVector = await index.embedQuery(question, signal);
  const hasRelation = focus.names.size > 0 && focus.relation !== '';
  const relationVector = hasRelation ? await index.embedQuery(focus.relation, signal) : questionVector;
  const vectors = await index.embedTexts(shown, signal);
  const titles = new Map(passages.map(({ chunk }) => [chunk.id, wordSet(chunk.document.title)]));
  const offers = drafts.map((draft) =>
    sentenceOffers(draft.shown, focus, titles.get(draft.hit.chunk.id) ?? new Set<string>()),
  );
  const links = sentenceLinks({ drafts, offers, focus, terms });
  const soft = await softCoverage(shown, { focus, terms, vectors: await loadTokenVectors() });
  return { focus, terms, drafts, offers, links, soft, vectors, questionVector, relationVector };
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(nameWords(text).map(({ word }) => word));
}
