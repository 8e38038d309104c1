import type { Lexicon } from './lexicon.js';
import { isMarked } from './proper-names.js';
import type { QuestionWord } from './question-words.js';

export type ReferenceForm = 'alone' | 'owner' | 'noun';

/** A question that names this many things says itself what `that method` is. */
const manyThings = 7;

/**
 * Whether the question itself says what a pronoun stands for, as far as its small words tell. An owner (`its`) can stand
 * in the clause of what owns; for the others it must be an earlier one: in `Did the company buy it?` the company is not `it`.
 */
export function isResolvedWithin(
  words: readonly QuestionWord[],
  at: number,
  form: ReferenceForm,
  lexicon: Lexicon,
): boolean {
  const clause = words[at]?.clause;
  const countsOwnClause =
    form === 'owner' || opensComplement(words, at, lexicon) || isCompared(words, at, form, lexicon);
  const isNamedBefore = words.slice(0, at).some((each, place) => {
    const isSameClause = each.clause === clause;
    return (countsOwnClause || !isSameClause) && isNoun(words, place, isSameClause, lexicon);
  });
  if (isNamedBefore || (form === 'alone' && saysMuchBefore(words, at))) return true;
  if (form === 'noun') return words.filter(({ isContent }) => isContent).length >= manyThings;
  return form === 'owner' && isOwnerNamedLater(words, at, lexicon);
}

/** `Which country signed a treaty in 1985 to give it a special status?` */
function saysMuchBefore(words: readonly QuestionWord[], at: number): boolean {
  const named = words.slice(0, at).filter(({ isContent }) => isContent);
  const hasName = named.some(({ text, isFirst }) => !isFirst && /^\p{Lu}/u.test(text));
  return named.length >= (hasName ? 4 : 5);
}

/** `When did Acme say it would close?`: the clause begins without a word of its own. */
function opensComplement(words: readonly QuestionWord[], at: number, { auxiliaries }: Lexicon): boolean {
  const before = words[at - 1];
  return (
    (before?.isContent === true || /^sa(?:y|id)$/u.test(before?.lower ?? '')) &&
    auxiliaries.has(words[at + 1]?.lower ?? '')
  );
}

/** `How does the flow differ from that on a plate?` */
function isCompared(
  words: readonly QuestionWord[],
  at: number,
  form: ReferenceForm,
  { prepositions }: Lexicon,
): boolean {
  const isFar = words[at]?.lower === 'that' || words[at]?.lower === 'those';
  const next = words[at + 1];
  return isFar && next !== undefined && (form === 'noun' || prepositions.has(next.lower) || next.lower === 'other');
}

/** `Other than his films, what is Tesla known for?`; `¿Cuándo reabrió sus puertas la Bolsa de Varsovia?` */
function isOwnerNamedLater(words: readonly QuestionWord[], at: number, lexicon: Lexicon): boolean {
  let owned = at + 1;
  const isName = (place: number) => /^\p{Lu}/u.test(words[place]?.text ?? '');
  while (words[owned + 1]?.isContent === true && isName(owned) === isName(owned + 1)) owned += 1;
  const opensLate = lexicon.prepositions.has(words[0]?.lower ?? '') || words[1]?.lower === 'than';
  return words.some((word, place) => {
    if (place <= owned || !word.isContent || !/^\p{Lu}/u.test(word.text)) return false;
    let before = place - 1;
    while (lexicon.determiners.has(words[before]?.lower ?? '')) before -= 1;
    const isSubject = !lexicon.prepositions.has(words[before]?.lower ?? '');
    const isOtherClause = word.clause !== words[at]?.clause || opensLate;
    return isSubject && (isOtherClause || lexicon.ownerForm === undefined);
  });
}

/** Whether a thing is named there. */
function isNoun(words: readonly QuestionWord[], at: number, isSameClause: boolean, lexicon: Lexicon): boolean {
  const word = words[at];
  if (word === undefined || !word.isContent) return false;
  if (word.isQuoted || isMarked(word.text) || (/^\p{Lu}/u.test(word.text) && !word.isFirst)) return true;
  const before = words[at - 1];
  // `Which university has its origins in …?`
  if (isSameClause && /^(?:has|have|had|hat|haben|hatte|tiene|tienen|a|ont)$/u.test(words[at + 1]?.lower ?? ''))
    return true;
  if (before === undefined || before.clause !== word.clause) {
    return word.isFirst && /^\p{Lu}/u.test(word.text) && !isSameClause;
  }
  if (before.isContent) return !followsQuestionWord(words, at, lexicon) || isSameClause;
  const isParticiple = /(?:ed|en|wn|lt)$/u.test(word.lower) && words[at + 1]?.isContent !== true;
  if (lexicon.auxiliaries.has(before.lower)) return !isParticiple;
  if (lexicon.determiners.has(before.lower)) return !lexicon.possessives.has(before.lower);
  if (lexicon.prepositions.has(before.lower)) return true;
  const opensClause = lexicon.subordinators.has(before.lower) && !lexicon.questionWords.has(before.lower);
  return opensClause && words[at + 1]?.clause === word.clause;
}

/** Belongs to `which plan`, `how many people`. */
function followsQuestionWord(words: readonly QuestionWord[], at: number, { questionWords }: Lexicon): boolean {
  let first = at;
  while (words[first - 1]?.isContent === true) first -= 1;
  return [words[first - 1], words[first - 2]].some((word) => word !== undefined && questionWords.has(word.lower));
}
