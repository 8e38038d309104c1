/** A word as names are compared: in scripts without blanks each character is one. */
export interface NameWord {
  /** Lower case, without accents. */
  readonly word: string;
  /** Begins with a capital letter, or is a year. */
  readonly isCapitalised: boolean;
  readonly isUnspaced: boolean;
  readonly start: number;
  readonly end: number;
}

const unspacedScripts =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const letters = '\\p{L}\\p{N}\\p{M}';
/**
 * One letter of such a script (its brackets and stops count to it, too, and are no part of a name), or a run of letters
 * and digits of any other; runs are bounded as in the search terms.
 */
const words = new RegExp(`[[${unspacedScripts}]&&[${letters}]]|[[${letters}]--[${unspacedScripts}]]{1,512}`, 'gv');
const unspaced = new RegExp(`^[${unspacedScripts}]`, 'u');
const capital = /^(?:\p{Lu}|\d{4}$)/u;
const omissibleMarks = /([\p{sc=Latin}\p{sc=Greek}])\p{M}{1,64}/gu;
const asciiWords = /[a-z\d]{1,512}/giu;
const asciiCapital = /^(?:[A-Z]|\d{4}$)/u;
const beyondAscii = /[^\0-\x7f]/u;

export function nameWords(text: string): NameWord[] {
  if (!beyondAscii.test(text)) return asciiNameWords(text);
  const found: NameWord[] = [];
  for (const match of text.matchAll(words)) {
    const [written] = match;
    found.push({
      word: plain(written),
      isCapitalised: capital.test(written),
      isUnspaced: unspaced.test(written),
      start: match.index,
      end: match.index + written.length,
    });
  }
  return found;
}

function asciiNameWords(text: string): NameWord[] {
  const found: NameWord[] = [];
  for (const match of text.matchAll(asciiWords)) {
    const [written] = match;
    const isCapitalised = asciiCapital.test(written);
    const end = match.index + written.length;
    found.push({ word: written.toLowerCase(), isCapitalised, isUnspaced: false, start: match.index, end });
  }
  return found;
}

/** The key of a name: its words, joined by blanks. */
export function nameKey(text: string): string {
  return nameWords(text)
    .map(({ word }) => word)
    .join(' ');
}

function plain(written: string): string {
  if (!beyondAscii.test(written)) return written.toLowerCase();
  return written.normalize('NFKD').replace(omissibleMarks, '$1').normalize('NFC').toLowerCase();
}
