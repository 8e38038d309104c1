/**
 * The Snowball English stemmer ("Porter2", snowballstem.org/algorithms/english/stemmer.html) for words of a to z;
 * without its step 0, since apostrophes never reach it.
 */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word;
  const exception = exceptions.get(word);
  if (exception !== undefined) return exception;
  // A `y` that begins a word or follows a vowel is a consonant: written Y until the end.
  const marked = word.replace(/^y/u, 'Y').replace(/([aeiouy])y/gu, '$1Y');
  const r1 = firstRegion(marked);
  const r2 = regionAfter(marked, r1);
  const singular = removePlural(marked);
  if (unchangedAfterPlural.has(singular)) return singular;
  let stem = removePast(singular, r1).replace(/(?<=.[^aeiouy])[yY]$/u, 'i');
  stem = replaceSuffix(stem, r1, derivations);
  stem = replaceSuffix(stem, r1, laterDerivations, r2);
  stem = removeSuffix(stem, r2);
  return removeEnd(stem, r1, r2).toLowerCase();
}

const exceptions = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
  }),
);
for (const word of ['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes']) exceptions.set(word, word);
const unchangedAfterPlural = new Set('inning outing canning herring earring proceed exceed succeed'.split(' '));

type Rule = readonly [suffix: string, replacement: string, condition?: RegExp | 'r2'];

/** Step 2, longest suffix first. */
const derivations: readonly Rule[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og', /l$/u],
  ['li', '', /[cdeghkmnrt]$/u],
];
/** Step 3. */
const laterDerivations: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', '', 'r2'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
/** Step 4, longest first. */
const removable = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'.split(' ');

/** R1: after the first consonant that follows a vowel; three prefixes would leave too much of it. */
function firstRegion(word: string): number {
  const prefix = /^(?:gener|commun|arsen)/u.exec(word)?.[0];
  return prefix === undefined ? regionAfter(word, 0) : prefix.length;
}

function regionAfter(word: string, start: number): number {
  const found = /[aeiouy][^aeiouy]/u.exec(word.slice(start));
  return found === null ? word.length : start + found.index + 2;
}

function removePlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/u.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  return /[aeiouy].*[^us]s$/u.test(word) ? word.slice(0, -1) : word;
}

function removePast(word: string, r1: number): string {
  const suffix = /(?:eedly|ingly|edly|eed|ing|ed)$/u.exec(word)?.[0];
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  if (suffix.startsWith('eed')) return stem.length >= r1 ? `${stem}ee` : word;
  if (!/[aeiouy]/u.test(stem)) return word;
  if (/(?:at|bl|iz)$/u.test(stem)) return `${stem}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/u.test(stem)) return stem.slice(0, -1);
  return stem.length <= r1 && endsShort(stem) ? `${stem}e` : stem;
}

function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/u.test(word);
}

function replaceSuffix(word: string, r1: number, rules: readonly Rule[], r2 = 0): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement, condition] = rule;
  const stem = word.slice(0, -suffix.length);
  if (stem.length < r1 || (condition === 'r2' && stem.length < r2)) return word;
  return condition instanceof RegExp && !condition.test(stem) ? word : stem + replacement;
}

function removeSuffix(word: string, r2: number): string {
  const suffix = removable.find((ending) => word.endsWith(ending));
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  return stem.length < r2 || (suffix === 'ion' && !/[st]$/u.test(stem)) ? word : stem;
}

function removeEnd(word: string, r1: number, r2: number): string {
  const stem = word.slice(0, -1);
  if (word.endsWith('e') && (stem.length >= r2 || (stem.length >= r1 && !endsShort(stem)))) return stem;
  return word.endsWith('ll') && stem.length >= r2 ? stem : word;
}
