import type { Lexicon, Referent } from './lexicon.js';
import { isMarked } from './proper-names.js';
import { type QuestionWord, takesClause } from './question-words.js';

/** A word that stands for something which the question itself does not say. */
export interface Reference {
  readonly word: QuestionWord;
  readonly referent: Referent;
  /** `owner`: `its`; `noun`: `that method`, whose noun stays. */
  readonly form: 'alone' | 'owner' | 'noun';
}

/** The unresolved pronouns of a question; none where it stands for itself. */
export function references(text: string, words: readonly QuestionWord[], lexicon: Lexicon): Reference[] {
  const empty = [...text.matchAll(lexicon.empty)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
  return words.flatMap((word, at) => {
    if (word.isQuoted || isTitleLike(word) || empty.some(({ start, end }) => start <= word.start && word.end <= end))
      return [];
    const reference = referenceAt(words, at, lexicon);
    return reference === undefined || isResolved(words, at, reference, lexicon) ? [] : [reference];
  });
}

/** `IT`, Stephen King's `It`, the polite `Sie`. */
function isTitleLike({ text, isFirst }: QuestionWord): boolean {
  return /^\p{Lu}{2,}$/u.test(text) || (!isFirst && /^\p{Lu}/u.test(text));
}

function referenceAt(words: readonly QuestionWord[], at: number, lexicon: Lexicon): Reference | undefined {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined) return undefined;
  const isLast = next === undefined || next.clause !== word.clause;
  const owner = lexicon.possessives.get(word.lower);
  const referent = lexicon.pronouns.get(word.lower);
  if (owner !== undefined && (referent === undefined || !isLast)) {
    // `her` is both: `her book`, `who met her in Rome`.
    const isOwner = word.lower !== 'her' || next?.isContent === true;
    return { word, referent: owner, form: isOwner && !isLast ? 'owner' : 'alone' };
  }
  if (referent !== undefined) return { word, referent, form: 'alone' };
  return lexicon.demonstratives.has(word.lower) ? demonstrativeAt(words, at, lexicon) : undefined;
}

function demonstrativeAt(words: readonly QuestionWord[], at: number, lexicon: Lexicon): Reference | undefined {
  const [before, word, next] = [words[at - 1], words[at], words[at + 1]];
  if (word === undefined) return undefined;
  const isLast = next === undefined;
  // `Who invented that method?`: the verb of a question for its subject takes a noun.
  const isObject = next?.isContent === true && /^(?:who|what)$/u.test(words[at - 2]?.lower ?? '');
  const opensClause = word.lower === 'that' && !isLast && takesClause(before) && !isObject;
  const isArticle =
    word.lower === 'das' && !isLast && words.slice(at + 1, at + 3).some(({ text }) => /^\p{Lu}/u.test(text));
  if (opensClause || isArticle || next?.isQuoted === true) return undefined;
  if (next !== undefined && lexicon.deicticNouns.has(next.lower)) return undefined;
  const hasNoun = next?.isContent === true && !lexicon.verbsAfterDemonstrative.has(next.lower);
  const isPlural = word.lower === 'these' || word.lower === 'those';
  return { word, referent: isPlural ? 'plural' : 'thing', form: hasNoun ? 'noun' : 'alone' };
}

/**
 * Whether something before the pronoun can be what it stands for. An owner (`its`) can stand in the same clause; for the
 * others it must be an earlier one: in `Did the company buy it?` the company is not `it`.
 */
function isResolved(words: readonly QuestionWord[], at: number, { word, form }: Reference, lexicon: Lexicon): boolean {
  return words.slice(0, at).some((each, place) => {
    if (each.clause === word.clause && form !== 'owner') return false;
    return isNoun(words, place, each.clause === word.clause, lexicon);
  });
}

/** Whether a thing is named there, as far as its surroundings tell. */
function isNoun(words: readonly QuestionWord[], at: number, isSameClause: boolean, lexicon: Lexicon): boolean {
  const word = words[at];
  if (word === undefined || !word.isContent) return false;
  if (word.isQuoted || isMarked(word.text) || (/^\p{Lu}/u.test(word.text) && !word.isFirst)) return true;
  const before = words[at - 1];
  if (before === undefined || before.clause !== word.clause)
    return word.isFirst && /^\p{Lu}/u.test(word.text) && !isSameClause;
  if (before.isContent) return !followsQuestionWord(words, at, lexicon) || isSameClause;
  if (lexicon.auxiliaries.has(before.lower))
    return !/(?:ed|en|wn|lt)$/u.test(word.lower) || words[at + 1]?.isContent === true;
  return (
    (lexicon.determiners.has(before.lower) && !lexicon.possessives.has(before.lower)) ||
    lexicon.prepositions.has(before.lower) ||
    (lexicon.subordinators.has(before.lower) &&
      !lexicon.questionWords.has(before.lower) &&
      words[at + 1]?.clause === word.clause)
  );
}

/** Belongs to `which plan`, `how many people`. */
function followsQuestionWord(words: readonly QuestionWord[], at: number, lexicon: Lexicon): boolean {
  let first = at;
  while (words[first - 1]?.isContent === true) first -= 1;
  const before = words[first - 1]?.lower ?? '';
  const earlier = words[first - 2]?.lower ?? '';
  return lexicon.questionWords.has(before) || lexicon.questionWords.has(earlier);
}
