import type { Lexicon, Referent } from './lexicon.js';
import { type QuestionWord, takesClause } from './question-words.js';
import { isResolvedWithin, type ReferenceForm } from './resolved-within.js';

/** A word that stands for something which the question itself does not say. */
export interface Reference {
  readonly word: QuestionWord;
  readonly referent: Referent;
  /** `owner`: `its`; `noun`: `that method`, whose noun stays. */
  readonly form: ReferenceForm;
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
    return reference === undefined || isResolvedWithin(words, at, reference.form, lexicon) ? [] : [reference];
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
  const opensClause = word.lower === 'that' && !isLast && takesClause(before, lexicon) && !isObject;
  const isArticle =
    word.lower === 'das' && !isLast && words.slice(at + 1, at + 3).some(({ text }) => /^\p{Lu}/u.test(text));
  if (opensClause || isArticle || next?.isQuoted === true) return undefined;
  if (next !== undefined && lexicon.deicticNouns.has(next.lower)) return undefined;
  const hasNoun = next?.isContent === true && !lexicon.verbsAfterDemonstrative.has(next.lower);
  const isPlural = word.lower === 'these' || word.lower === 'those';
  return { word, referent: isPlural ? 'plural' : 'thing', form: hasNoun ? 'noun' : 'alone' };
}
