import type { Lexicon } from './lexicon.js';
import { type QuestionWord, questionWords } from './question-words.js';
import { isRegionName } from './region-names.js';

/** A name as it is written. */
export interface ProperName {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its only sign is the capital at the beginning of a sentence. */
  readonly isDoubtful: boolean;
  readonly words: number;
}

const longestWord = 64;
const gap = /^(?: |-|’|'| & |\. )$/u;
const connectors = new Set('of de von van der den la du di del the and for'.split(' '));

/** Names in reading order: runs of capitalised words, abbreviations, and identifiers such as `DOCENT_PORT`. */
export function properNames(text: string, lexicon: Lexicon): ProperName[] {
  const words = questionWords(text, lexicon);
  const names: ProperName[] = [];
  for (let first = 0; first < words.length; first += 1) {
    if (!opensName(words[first])) continue;
    const last = endOfName(text, words, first, lexicon);
    const run = words.slice(first, last + 1);
    const [{ start, isFirst, text: written } = { start: 0, isFirst: true, text: '' }] = run;
    const end = run.at(-1)?.end ?? start;
    const isDoubtful = isFirst && run.length === 1 && !isMarked(written) && !isRegionName(written);
    names.push({ text: text.slice(start, end), start, end, isDoubtful, words: run.length });
    first = last;
  }
  return names;
}

function opensName(word: QuestionWord | undefined): boolean {
  if (word === undefined) return false;
  if (isMarked(word.text)) return true;
  return /^\p{Lu}/u.test(word.text) && word.isContent;
}

/** Recognisable without its place in the sentence: `BM25`, `nDCG`, `index.ts`, `DOCENT_PORT`. */
export function isMarked(text: string): boolean {
  if (text.length > longestWord) return false;
  return /\p{L}.*[_\d@]|[_\d].*\p{L}|\p{Ll}\p{Lu}|^\p{Lu}{2,}s?$/u.test(text) || /^[\p{L}\d]+\.\p{L}{1,5}$/u.test(text);
}

function endOfName(text: string, words: readonly QuestionWord[], first: number, lexicon: Lexicon): number {
  let last = first;
  for (;;) {
    const next = continuationOf(text, words, last, lexicon);
    if (next === undefined) return last;
    last = next;
  }
}

function continuationOf(
  text: string,
  words: readonly QuestionWord[],
  last: number,
  lexicon: Lexicon,
): number | undefined {
  const follows = (from: number, to: number) => gap.test(text.slice(words[from]?.end, words[to]?.start));
  const isCapital = (at: number) => /^(?:\p{Lu}|\d{1,4}$)/u.test(words[at]?.text ?? '');
  const current = words[last];
  if (current === undefined || words[last + 1] === undefined || !follows(last, last + 1)) return undefined;
  if (text.slice(current.end, words[last + 1]?.start).startsWith('.') && current.text.length > 2) return undefined;
  const isNumber = /^\d/u.test(words[last + 1]?.text ?? '');
  // `Euro 2008`, but in German `Umsatz 2020`.
  if (isCapital(last + 1) && !(isNumber && lexicon.capitalisesNouns)) return last + 1;
  // After an abbreviation it is a title: `CEO of Microsoft`.
  if (lexicon.capitalisesNouns || /^\p{Lu}{2,}$/u.test(current.text)) return undefined;
  let after = last + 1;
  while (after <= last + 2 && connectors.has(words[after]?.text ?? '') && follows(after, after + 1)) after += 1;
  return after > last + 1 && isCapital(after) && words[last + 1]?.lower !== 'and' && words[last + 1]?.lower !== 'for'
    ? after
    : undefined;
}
