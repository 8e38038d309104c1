import { stemEnglish } from './english-stem.js';
import { isStopWord } from './stop-words.js';

/** Raise it whenever `analyze` gives other terms for a text: indexed terms must come from the same analysis. */
export const analysisVersion = 2;

/** Longer words are cut: nobody types them, and LanceDB drops terms over 255 bytes. */
const longestTerm = 60;

/** Words repeat; looking one up costs a tenth of reducing it. Bounded, and of no other effect. */
const stems = new Map<string, string>();
const rememberedStems = 20_000;

/** Runs are bounded: V8 overflows its stack on one of millions of characters, which a file without blanks may hold. */
const words = /[\p{L}\p{N}\p{M}]{1,512}/gu;
const asciiWords = /[a-z\d]{1,512}/gu;
/** Scripts that put no blanks between words: what stands in them is searched by pairs of characters. */
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{1,512}/gu;
const hasUnspaced = new RegExp(unspaced.source, 'u');
const beyondAscii = /[^\0-\x7f]/u;
/** Marks on letters that people leave out when they type: accents, and vowels of Arabic and Hebrew. */
const omissibleMarks = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}])\p{M}{1,64}/gu;

/**
 * The search terms of a text, in its order: words without accents, English inflections reduced; in scripts without
 * blanks each pair of neighbouring characters and each character.
 */
export function analyze(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) {
    if (hasUnspaced.test(word)) addMixed(word, terms, true);
    else terms.push(termOf(word));
  }
  return terms;
}

/**
 * The terms that a query is searched by: those of `analyze` without stop words, unless it has no others (the index has
 * them all), and without single characters where pairs say more.
 */
export function analyzeQuery(text: string): string[] {
  const all = wordsOf(text);
  const subject = all.filter((word) => !isStopWord(word));
  const terms: string[] = [];
  for (const word of subject.length > 0 ? subject : all) {
    if (hasUnspaced.test(word)) addMixed(word, terms, false);
    else terms.push(termOf(word));
  }
  return terms;
}

/** In lower case, with compatibility forms (full width, ligatures) resolved and omissible marks dropped. */
function wordsOf(text: string): readonly string[] {
  if (!beyondAscii.test(text)) return text.toLowerCase().match(asciiWords) ?? [];
  const plain = text.normalize('NFKD').replace(omissibleMarks, '$1').normalize('NFC');
  return plain.toLowerCase().replaceAll('ß', 'ss').match(words) ?? [];
}

/** A run of letters may hold both kinds of script: `iPhone手机`. */
function addMixed(word: string, terms: string[], withSingles: boolean): void {
  let end = 0;
  for (const match of word.matchAll(unspaced)) {
    if (match.index > end) terms.push(termOf(word.slice(end, match.index)));
    addPairs([...match[0]], terms, withSingles);
    end = match.index + match[0].length;
  }
  if (end < word.length) terms.push(termOf(word.slice(end)));
}

function addPairs(characters: readonly string[], terms: string[], withSingles: boolean): void {
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    if (withSingles || characters.length === 1) terms.push(character);
    if (next !== undefined) terms.push(character + next);
  }
}

function termOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const isEnglishLike = word.length <= longestTerm && /^[a-z]+$/u.test(word);
  const term = isEnglishLike ? stemEnglish(word) : word.slice(0, longestTerm);
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(word, term);
  return term;
}
