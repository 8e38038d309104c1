import type { Hit } from '../../core/hit.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { readable, type Sentence, splitSentences } from './sentences.js';

/** A sentence that can be quoted, before it is weighed. */
export interface SentenceDraft {
  readonly hit: Hit;
  /** 1-based place of its passage among those given; the hit's own rank may come from another search. */
  readonly rank: number;
  readonly sentence: Sentence;
  /** As the answer shows it. */
  readonly shown: string;
  /** The question's terms in the sentence. */
  readonly terms: ReadonlySet<string>;
  /** The question's terms in the document's title and headings. */
  readonly inContext: ReadonlySet<string>;
  /** The question's terms in the sentence before. */
  readonly before: ReadonlySet<string>;
  /** Share of the question in the sentence, in its surroundings at a discount: 0 to 1. */
  readonly coverage: number;
  /** 0-based place among the chunk's sentences, and their number. */
  readonly place: number;
  readonly siblings: number;
  readonly isFragment: boolean;
}

/** So many sentences are taken from each chunk: bounds the encoder's work. */
const sentencesPerChunk = 40;
/** A question term in the heading or the sentence before counts this much for a sentence. */
const surroundingsShare = 0.5;

export function draftsOf(hit: Hit, rank: number, terms: QuestionTerms): SentenceDraft[] {
  const { chunk } = hit;
  const inContext = terms.termsIn(`${chunk.document.title} ${chunk.headings.join(' ')}`);
  const sentences = splitSentences(chunk.text, chunk.document.format).slice(0, sentencesPerChunk);
  let before: ReadonlySet<string> = new Set();
  return sentences.flatMap((sentence, place) => {
    const shown = readable(sentence.text);
    const own = terms.termsIn(shown);
    const earlier = before;
    before = own;
    if (!isQuotable(sentence.text, shown)) return [];
    const around = new Set([...inContext, ...earlier].filter((term) => !own.has(term)));
    const coverage = terms.coverage(own) + surroundingsShare * terms.coverage(around);
    const isFragment = isFragmentary(shown);
    return [
      {
        hit,
        rank,
        sentence,
        shown,
        terms: own,
        inContext,
        before: earlier,
        coverage,
        place,
        siblings: sentences.length,
        isFragment,
      },
    ];
  });
}

/** No sentence end, and no row of a table or list either. */
function isFragmentary(shown: string): boolean {
  return !/[.!。！:：;；|»”"')\]`]$/u.test(shown) && !/[|;：:]/u.test(shown);
}

/** As extracted text has it: "3 Counting words: BM25". */
const numberedHeading = /^\d{1,2}(?:\.\d{1,2})*\.? \p{Lu}[^.!?;|]{1,60}(?<![.!?;|:])$/u;

/** A line like "FREQUENTLY ASKED QUESTIONS". */
function isInCapitals(shown: string): boolean {
  return !/[\p{Ll}\p{Lo}.!?;|]/u.test(shown) && (shown.match(/\p{Lu}{2,}/gu)?.length ?? 0) > 1;
}

/** Headings, questions, rules, code fences and fragments answer nothing. */
function isQuotable(raw: string, shown: string): boolean {
  if (/^\s*(?:#{1,6}\s|```|~~~|[-=*_]{3,}\s*$|\|?\s*:?-{2,})/u.test(raw)) return false;
  if (/[?？]["'”»)]*$/u.test(shown) || numberedHeading.test(shown) || isInCapitals(shown)) return false;
  if (isFragmentary(shown) && shown.length < (/[\u3040-\u30ff\u3400-\u9fff]/u.test(shown) ? 16 : 40)) return false;
  const letters = shown.match(/\p{L}/gu)?.length ?? 0;
  const isIdeographic = /[\u3040-\u30ff\u3400-\u9fff]/u.test(shown);
  return letters >= (isIdeographic ? 5 : 12);
}
