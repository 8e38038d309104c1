import type { Lexicon } from './lexicon.js';
import { type QuestionWord, questionWords } from './question-words.js';

/** What a question is about, as a phrase of it. */
export interface Focus {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether its bounds are certain enough to put it in another sentence. */
  readonly isSure: boolean;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/** Verbs that end a question and name nothing: `How does fusion work?` */
const closingVerbs = new Set(
  'work works mean function look help cost matter happen funktioniert kostet bedeutet aussehen funciona cuesta significa fonctionne coûte signifie'.split(
    ' ',
  ),
);

export function isClosingVerb(word: string | undefined): boolean {
  return word !== undefined && closingVerbs.has(word);
}

/** The noun phrase that a question asks about; undefined where it has none. */
export function focusOf(text: string, lexicon: Lexicon): Focus | undefined {
  const words = questionWords(text, lexicon);
  const runs = contentRuns(words);
  const chosen = chosenRun(words, runs, lexicon);
  if (chosen === undefined) return undefined;
  const { run, isSure } = chosen;
  const extended = withComplement(words, run, lexicon);
  const determiner = words[run.first - 1];
  const hasDeterminer =
    determiner !== undefined && lexicon.determiners.has(determiner.lower) && !lexicon.speakers.has(determiner.lower);
  const start = (hasDeterminer ? determiner.start : words[run.first]?.start) ?? 0;
  const end = words[extended]?.end ?? 0;
  return { text: definite(text.slice(start, end)), start, end, isSure };
}

/** Runs of words that name something, without a break between them. */
function contentRuns(words: readonly QuestionWord[]): Run[] {
  const runs: Run[] = [];
  words.forEach((word, at) => {
    const last = runs.at(-1);
    if (!word.isContent) return;
    if (last !== undefined && last.last === at - 1 && words[at - 1]?.clause === word.clause)
      runs[runs.length - 1] = { first: last.first, last: at };
    else runs.push({ first: at, last: at });
  });
  return runs;
}

function chosenRun(
  words: readonly QuestionWord[],
  runs: readonly Run[],
  lexicon: Lexicon,
): { run: Run; isSure: boolean } | undefined {
  const [first, second] = runs;
  if (first === undefined) return undefined;
  const before = words[first.first - 1];
  const beforeThat = words[first.first - 2];
  const length = first.last - first.first + 1;
  const isLast = words[first.last + 1] === undefined || !words[first.last + 1]?.isContent;
  if (before !== undefined && lexicon.speakers.has(before.lower) && !lexicon.determiners.has(before.lower)) {
    // `How do I change the port?`: the verb comes first.
    if (length > 1) return { run: { first: first.first + 1, last: first.last }, isSure: length <= 3 };
    return second === undefined ? undefined : { run: second, isSure: true };
  }
  const lead = lexicon.determiners.has(before?.lower ?? '') ? beforeThat : before;
  if (/^(?:do|does|did)$/u.test(lead?.lower ?? '') && isLast) {
    const run = length > 1 ? { first: first.first, last: first.last - 1 } : first;
    return { run, isSure: length <= 3 };
  }
  const isSubjectQuestion = /^(?:who|wer|qui|quién|what)$/u.test(before?.lower ?? '') && first.first === 1;
  if (isSubjectQuestion) {
    if (length > 1) return { run: { first: first.first + 1, last: first.last }, isSure: true };
    return second === undefined ? { run: first, isSure: false } : { run: second, isSure: true };
  }
  return { run: withoutVerb(words, first), isSure: length <= 3 };
}

function withoutVerb(words: readonly QuestionWord[], run: Run): Run {
  const isVerb = run.last > run.first && closingVerbs.has(words[run.last]?.lower ?? '');
  return isVerb ? { first: run.first, last: run.last - 1 } : run;
}

/** `the size` → `the size of an index`; returns the place of the last word. */
function withComplement(words: readonly QuestionWord[], { last }: Run, lexicon: Lexicon): number {
  if (!/^(?:of|von|der|des|de|del|du)$/u.test(words[last + 1]?.lower ?? '')) return last;
  let end = last + 1;
  while (
    words[end + 1] !== undefined &&
    !words[end + 1]?.isContent &&
    lexicon.determiners.has(words[end + 1]?.lower ?? '')
  )
    end += 1;
  if (words[end + 1]?.isContent !== true) return last;
  while (words[end + 1]?.isContent === true && words[end + 1]?.clause === words[last]?.clause) end += 1;
  return end;
}

/** What has been spoken of is known: `a search` → `the search`. */
function definite(phrase: string): string {
  return phrase.replace(/^(?:an?|some|any)\s+/iu, 'the ');
}
