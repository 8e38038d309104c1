import { isFunctionWord } from '../function-words.js';
import { type NameWord, nameKey } from './name-words.js';

/** Small words inside names, in the languages that write them so: `University of Illinois`, `Ludwig van Beethoven`. */
const connectors = new Set(
  'of the de von van and for la le du di da del der den y e do dos das des und et zu'.split(' '),
);
const mostConnectors = 2;
/** Between two words of one name; a full stop only after an initial or a short title: `J. R. R.`, `St. Louis`. */
const nameGap = /^(?: |-|’|'| & |\. |\.)$/u;
const abbreviation = 2;
const shortestWord = 3;
/** In words: a longer run is a heading in capitals or a row of a table. */
const longestRun = 20;
/** In words: a longer run is a sentence of another language. */
const longestForeignRun = 4;

/** Names in quotes or brackets that mark titles in scripts without capitals. */
const quoted =
  /《([^《》\n]{2,40})》|〈([^〈〉\n]{2,40})〉|「([^「」\n]{2,30})」|『([^『』\n]{2,30})』|“([^“”\n]{2,30})”/gu;
const katakana = /[\p{sc=Katakana}ー・]{3,30}/gu;
const beyondLatin = /[^\0-\u024f]/u;

/**
 * Names as they stand in a text: runs of capitalised words, and in scripts without capitals what is quoted, runs of
 * katakana, and words in Latin letters. They count as names of the graph once several chunks share them.
 */
export function nameCandidates(text: string, words: readonly NameWord[]): string[] {
  const names = capitalisedRuns(text, words);
  if (!beyondLatin.test(text)) return names;
  names.push(...foreignRuns(text, words));
  for (const match of text.matchAll(quoted))
    names.push(nameKey(match.slice(1).find((part) => part !== undefined) ?? ''));
  for (const [run] of text.matchAll(katakana)) names.push(nameKey(run));
  return [...new Set(names)].filter((name) => name !== '');
}

function capitalisedRuns(text: string, words: readonly NameWord[]): string[] {
  const names: string[] = [];
  for (let first = 0; first < words.length; first += 1) {
    if (!isCapitalised(words[first])) continue;
    const last = endOfRun(text, words, first);
    const start = withoutLeading(text, words, { first, last });
    if (isName(text, words, { first: start, last })) {
      names.push(
        words
          .slice(start, last + 1)
          .map(({ word }) => word)
          .join(' '),
      );
    }
    first = last;
  }
  return names;
}

/** Between characters of a script without blanks a name needs no capital: `使用 docker 部署`. */
function foreignRuns(text: string, words: readonly NameWord[]): string[] {
  const names: string[] = [];
  for (let first = 0; first < words.length; first += 1) {
    if (words[first]?.isUnspaced !== false) continue;
    let last = first;
    while (words[last + 1]?.isUnspaced === false && nameGap.test(gapAfter(text, words, last))) last += 1;
    const isBetween = words[first - 1]?.isUnspaced === true || words[last + 1]?.isUnspaced === true;
    const run = words.slice(first, last + 1);
    const name = run.map(({ word }) => word).join(' ');
    const isOrdinary = run.every((word) => isFunctional(text, word)) || !/\p{L}{3}/u.test(name);
    if (isBetween && run.length <= longestForeignRun && !isOrdinary) names.push(name);
    first = last;
  }
  return names;
}

function gapAfter(text: string, words: readonly NameWord[], at: number): string {
  return text.slice(words[at]?.end, words[at + 1]?.start);
}

function isCapitalised(word: NameWord | undefined): boolean {
  return word?.isCapitalised === true && !word.isUnspaced;
}

function endOfRun(text: string, words: readonly NameWord[], first: number): number {
  let last = first;
  for (;;) {
    const next = nextOfRun(text, words, last);
    if (next === undefined) return last;
    last = next;
  }
}

/** Position of the next capitalised word of the run, over at most two connectors. */
function nextOfRun(text: string, words: readonly NameWord[], last: number): number | undefined {
  const [word, next] = [words[last], words[last + 1]];
  if (word === undefined || next === undefined) return undefined;
  const gap = text.slice(word.end, next.start);
  if (!nameGap.test(gap) || (gap.startsWith('.') && word.word.length > abbreviation)) return undefined;
  if (isCapitalised(next)) return last + 1;
  let after = last + 1;
  while (after <= last + mostConnectors && connectors.has(words[after]?.word ?? '')) after += 1;
  const isJoined = words.slice(last + 1, after).every((each, at) => {
    return text.slice(each.end, words[last + at + 2]?.start) === ' ';
  });
  return after > last + 1 && isJoined && isCapitalised(words[after]) ? after : undefined;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/** A sentence begins with a capital too: `The Beatles`, `In Paris`. */
function withoutLeading(text: string, words: readonly NameWord[], { first, last }: Run): number {
  let start = first;
  while (start < last && (connectors.has(words[start]?.word ?? '') || isFunctional(text, words[start]))) start += 1;
  return start;
}

function isName(text: string, words: readonly NameWord[], { first, last }: Run): boolean {
  if (last - first >= longestRun) return false;
  const only = words[first];
  return first < last || (only !== undefined && only.word.length >= shortestWord && !isFunctional(text, only));
}

/** Function words are known as they are written, with their accents: `Für`, `Où`. */
function isFunctional(text: string, word: NameWord | undefined): boolean {
  return word !== undefined && (isFunctionWord(word.word) || isFunctionWord(text.slice(word.start, word.end)));
}
