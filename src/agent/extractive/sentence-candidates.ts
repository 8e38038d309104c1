import type { Hit } from '../../core/hit.js';
import { dot } from '../../models/vectors.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { readable, type Sentence, splitSentences } from './sentences.js';

/** A sentence that could stand in the answer. */
export interface SentenceCandidate {
  readonly hit: Hit;
  readonly sentence: Sentence;
  /** As the answer shows it. */
  readonly shown: string;
  /** The question's terms in the sentence. */
  readonly terms: ReadonlySet<string>;
  /** Share of the question in the sentence, in its surroundings at a discount: 0 to 1. */
  readonly coverage: number;
  readonly vector: Float32Array;
  readonly score: number;
}

/** Sentences are taken from this many chunks at most, and so many from each: bounds the encoder's work. */
const chunkLimit = 8;
const sentencesPerChunk = 40;
/** A question term in the heading or the sentence before counts this much for a sentence. */
const surroundingsShare = 0.5;
const weights = { coverage: 0.5, similarity: 0.3, chunk: 0.3 };
/** Headings and fragments seldom end like a sentence; rows of a table say little without its head. */
const fragmentPenalty = 0.15;

export interface CandidateContext {
  readonly question: string;
  readonly terms: QuestionTerms;
  readonly index: IndexSearch;
  readonly signal?: AbortSignal | undefined;
}

/** Sentences of the best hits, scored by question terms, likeness to the question and their chunk's standing. */
export async function sentenceCandidates(
  hits: readonly Hit[],
  context: CandidateContext,
): Promise<SentenceCandidate[]> {
  const best = hits.slice(0, chunkLimit);
  const drafts = best.flatMap((hit) => draftsOf(hit, context.terms));
  const queryVector = await context.index.embedQuery(context.question, context.signal);
  const shown = drafts.map((draft) => draft.shown);
  const vectors = await context.index.embedTexts(shown, context.signal);
  const top = best[0]?.score ?? 0;
  const span = Math.max(1e-9, top - (hits.at(-1)?.score ?? top));
  return drafts.map((draft, index) => {
    const vector = vectors[index] ?? new Float32Array(0);
    const chunkStanding = 1 - (top - draft.hit.score) / span;
    const score =
      weights.coverage * draft.coverage +
      weights.similarity * Math.max(0, dot(queryVector, vector)) +
      weights.chunk * (hits.length > 1 ? chunkStanding : 1) -
      (isFragment(draft.shown) || draft.shown.includes(' | ') ? fragmentPenalty : 0);
    return { ...draft, vector, score };
  });
}

type Draft = Omit<SentenceCandidate, 'vector' | 'score'>;

function draftsOf(hit: Hit, terms: QuestionTerms): Draft[] {
  const { chunk } = hit;
  const inContext = terms.termsIn(`${chunk.document.title} ${chunk.headings.join(' ')}`);
  let before: ReadonlySet<string> = new Set();
  return splitSentences(chunk.text, chunk.document.format)
    .slice(0, sentencesPerChunk)
    .flatMap((sentence) => {
      const shown = readable(sentence.text);
      const own = terms.termsIn(shown);
      const around = new Set([...inContext, ...before].filter((term) => !own.has(term)));
      before = own;
      if (!isQuotable(sentence.text, shown)) return [];
      const coverage = terms.coverage(own) + surroundingsShare * terms.coverage(around);
      return [{ hit, sentence, shown, terms: own, coverage }];
    });
}

/** No sentence end, and no row of a table or list either. */
function isFragment(shown: string): boolean {
  return !/[.!。！:：;；|»”"')\]`]$/u.test(shown) && !/[|;：:]/u.test(shown);
}

/** Headings, questions, rules, code fences and fragments answer nothing. */
function isQuotable(raw: string, shown: string): boolean {
  if (/^\s*(?:#{1,6}\s|```|~~~|[-=*_]{3,}\s*$|\|?\s*:?-{2,})/u.test(raw)) return false;
  if (/[?？]["'”»)]*$/u.test(shown)) return false;
  if (isFragment(shown) && shown.length < (/[\u3040-\u30ff\u3400-\u9fff]/u.test(shown) ? 16 : 40)) return false;
  const letters = shown.match(/\p{L}/gu)?.length ?? 0;
  const isIdeographic = /[\u3040-\u30ff\u3400-\u9fff]/u.test(shown);
  return letters >= (isIdeographic ? 5 : 12);
}
