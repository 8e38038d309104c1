import type { Lexicon } from './lexicon.js';

/** A word of a question, with exact offsets. */
export interface QuestionWord {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Number of the clause that it stands in, from 0. */
  readonly clause: number;
  readonly isQuoted: boolean;
  readonly isFirst: boolean;
  /** Names something; neither a small word nor a question word. */
  readonly isContent: boolean;
}

/** Elisions and hyphens are cut; file names, versions and settings stay whole. */
const word = /[\p{L}\p{N}\p{M}]+(?:[._@/][\p{L}\p{N}]+)*/gu;
const quotation = /"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`/gu;
const clauseVerbs = new Set('tell find show say write'.split(' '));
const boundary = /[,;:?!—]|\.(?:\s|$)/u;

export function questionWords(text: string, lexicon: Lexicon): QuestionWord[] {
  const quoted = [...text.matchAll(quotation)].map(({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
  const words: QuestionWord[] = [];
  let clause = 0;
  let end = 0;
  for (const { 0: found, index: start } of text.matchAll(word)) {
    const lower = found.toLowerCase();
    const isQuoted = quoted.some((each) => each.start <= start && start < each.end);
    const isCut = boundary.test(text.slice(end, start));
    // `that` opens a clause after a noun or a verb only: `the file that holds`, but `how does that work`.
    const isPointing = lexicon.demonstratives.has(lower) && !takesClause(words.at(-1), lexicon);
    const opensClause = !isQuoted && words.length > 0 && lexicon.subordinators.has(lower) && !isPointing;
    const isFirst = words.length === 0 || /[.?!:]\s*["'“„«¿¡(]*$/u.test(text.slice(Math.max(0, start - 6), start));
    if (words.length > 0 && (isCut || opensClause)) clause += 1;
    end = start + found.length;
    words.push({ text: found, lower, start, end, clause, isQuoted, isFirst, isContent: !isSmallWord(lower, lexicon) });
  }
  return words;
}

/** `that` after it opens a clause: `the file that holds`, `know that`; but not in `how does that work`. */
export function takesClause(word: QuestionWord | undefined, lexicon: Lexicon): boolean {
  if (word === undefined || word.isContent) return word !== undefined;
  const { auxiliaries, prepositions, questionWords: asking, subordinators, imperatives } = lexicon;
  if (clauseVerbs.has(word.lower)) return true;
  return ![auxiliaries, prepositions, asking, subordinators, imperatives].some((words) => words.has(word.lower));
}

export function isSmallWord(lower: string, lexicon: Lexicon): boolean {
  return (
    lexicon.others.has(lower) ||
    lexicon.pronouns.has(lower) ||
    lexicon.possessives.has(lower) ||
    lexicon.demonstratives.has(lower) ||
    lexicon.questionWords.has(lower) ||
    lexicon.auxiliaries.has(lower) ||
    lexicon.determiners.has(lower) ||
    lexicon.prepositions.has(lower) ||
    lexicon.subordinators.has(lower) ||
    lexicon.imperatives.has(lower) ||
    lexicon.speakers.has(lower)
  );
}
