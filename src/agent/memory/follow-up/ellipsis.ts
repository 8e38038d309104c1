import type { Antecedents } from './antecedents.js';
import { appended, capitalised, inBrackets, oneAfterTheOther, replaced, withoutEnding } from './compose.js';
import type { Lexicon } from './lexicon.js';
import { isDate, withLikePart } from './like-part.js';
import { properNames } from './proper-names.js';
import { isSmallWord, type QuestionWord, questionWords } from './question-words.js';

/** The part of a follow-up that is new: `in 2021` of `And in 2021?`. */
export interface NewPart {
  /** The follow-up as it was asked. */
  readonly followUp: string;
  /** Without what leads in and without the question mark. */
  readonly text: string;
}

/** The earlier question with the new part in the place where it belongs, or after it. */
export function withNewPart({ followUp, text }: NewPart, turn: Antecedents, lexicon: Lexicon): string {
  const previous = turn.question;
  return (
    withLikePart(previous, text, lexicon) ??
    withSuperlative(previous, text, lexicon) ??
    withSameHead(previous, text, lexicon) ??
    withSamePreposition(previous, text, lexicon) ??
    withOtherSubject(previous, text, turn, lexicon) ??
    withAddition(previous, text, lexicon) ??
    oneAfterTheOther(previous, followUp)
  );
}

/** `Which is the largest city?` – `And the smallest?` */
function withSuperlative(previous: string, text: string, { superlative }: Lexicon): string | undefined {
  const fresh = superlative.exec(text);
  const old = superlative.exec(previous);
  if (fresh === null || old === null || withoutEnding(text).split(/\s+/u).length > 3) return undefined;
  return replaced(previous, [{ start: old.index, end: old.index + old[0].length, by: fresh[0] }]);
}

/** `What does the basic plan cost?` – `And the other plan?` */
function withSameHead(previous: string, text: string, lexicon: Lexicon): string | undefined {
  const fresh = phraseOf(text, lexicon);
  const head = fresh.content.at(-1)?.lower;
  if (head === undefined || fresh.content.length + (fresh.determiner === undefined ? 0 : 1) < 2) return undefined;
  const words = questionWords(previous, lexicon);
  const at = words.findLastIndex(({ lower }) => singular(lower) === singular(head));
  const last = words[at];
  if (last === undefined) return undefined;
  let first = at;
  while (first > 0 && words[first - 1]?.isContent === true && at - first < 3) first -= 1;
  const determiner = words[first - 1];
  const hasDeterminer = determiner !== undefined && lexicon.determiners.has(determiner.lower);
  // Without an article it cannot be told from a verb before it: as many words go as come.
  if (!hasDeterminer) first = Math.max(first, at - Math.max(0, fresh.content.length - 1));
  const isWhole = hasDeterminer && fresh.determiner !== undefined;
  const start = (isWhole ? determiner.start : words[first]?.start) ?? last.start;
  const by = isWhole ? fresh.text : fresh.text.slice((fresh.content[0]?.start ?? 0) - fresh.start);
  const result = replaced(previous, [{ start, end: last.end, by }]);
  return result.toLowerCase() === previous.toLowerCase() ? undefined : result;
}

/** `Does the basic plan include support?` – `Does the premium plan?` */
export function withoutRepeatedVerb(text: string, previous: string, lexicon: Lexicon): string | undefined {
  const [auxiliary, opening, ...rest] = questionWords(text, lexicon);
  const isShort = rest.length >= 1 && rest.length <= 2 && rest.every(({ isContent }) => isContent);
  const isSame = auxiliary?.lower === questionWords(previous, lexicon)[0]?.lower;
  if (opening === undefined || !isShort || !isSame || !lexicon.auxiliaries.has(auxiliary?.lower ?? ''))
    return undefined;
  return withSameHead(previous, withoutEnding(text.slice(opening.start)), lexicon);
}

/** `How do I install it on Linux?` – `And on windows?` */
function withSamePreposition(previous: string, text: string, lexicon: Lexicon): string | undefined {
  const [preposition, ...rest] = questionWords(text, lexicon);
  const [opening] = rest;
  if (preposition === undefined || opening === undefined || !lexicon.prepositions.has(preposition.lower))
    return undefined;
  const words = questionWords(previous, lexicon);
  const at = words.findLastIndex(({ lower }) => lower === preposition.lower);
  const places = words.flatMap((word, place) => (place > at && word.isContent ? [place] : []));
  const [first] = places;
  if (at < 0 || first === undefined || first > at + 2) return undefined;
  let last = first;
  while (words[last + 1]?.isContent === true) last += 1;
  const end = words[last]?.end ?? 0;
  return replaced(previous, [{ start: words[at + 1]?.start ?? 0, end, by: text.slice(opening.start) }]);
}

/** `What is the warranty of the X200?` – `And the price?`; `What is fusion?` – `And reranking?` */
function withOtherSubject(
  previous: string,
  text: string,
  { asked, focus }: Antecedents,
  lexicon: Lexicon,
): string | undefined {
  const fresh = phraseOf(text, lexicon);
  if (fresh.content.length === 0 || fresh.hasPreposition) return undefined;
  const words = questionWords(previous, lexicon);
  const be = words.findIndex(({ lower }) =>
    /^(?:is|are|was|were|s|ist|sind|war|es|son|fue|est|sont|était)$/u.test(lower),
  );
  const opensWithQuestion = lexicon.questionWords.has(words[0]?.lower ?? '') && be > 0 && be <= 2;
  if (opensWithQuestion) {
    const determiner = words[be + 1];
    const hasDeterminer = determiner !== undefined && lexicon.determiners.has(determiner.lower);
    if (hasDeterminer !== (fresh.determiner !== undefined)) return undefined;
    const first = hasDeterminer ? be + 2 : be + 1;
    let last = first;
    while (words[last + 1]?.isContent === true) last += 1;
    const next = words[last + 1];
    const isEnd = next === undefined || lexicon.prepositions.has(next.lower);
    const isName = asked.some(
      ({ start, end }) => start <= (words[first]?.start ?? 0) && (words[first]?.start ?? 0) < end,
    );
    const isOwnKind = isName === properNames(text, lexicon).length > 0;
    if (words[first]?.isContent !== true || !isEnd || (!isOwnKind && lexicon.capitalisesNouns === false))
      return undefined;
    return replaced(previous, [{ start: words[be + 1]?.start ?? 0, end: words[last]?.end ?? 0, by: fresh.text }]);
  }
  // `How does fusion work?`
  const isOnly = focus?.isSure === true && asked.length === 0 && words.filter(({ isContent }) => isContent).length <= 2;
  const hasArticle = /^the /iu.test(focus?.text ?? '');
  if (!isOnly || hasArticle || fresh.determiner !== undefined || !/^(?:do|does|did)$/u.test(words[1]?.lower ?? ''))
    return undefined;
  return replaced(previous, [{ start: focus.start, end: focus.end, by: fresh.text }]);
}

/** A time, a place or a name that the earlier question does not have. */
function withAddition(previous: string, text: string, lexicon: Lexicon): string | undefined {
  const words = questionWords(text, lexicon);
  const [first] = words;
  if (first === undefined) return undefined;
  if (lexicon.prepositions.has(first.lower)) return appended(previous, text);
  const isNamed = isDate(text, lexicon) || (!lexicon.capitalisesNouns && properNames(text, lexicon).length > 0);
  return isNamed && words.filter(({ isContent }) => isContent).length <= 4
    ? appended(previous, inBrackets([text]))
    : undefined;
}

interface Phrase {
  readonly text: string;
  readonly start: number;
  readonly determiner: QuestionWord | undefined;
  readonly content: readonly QuestionWord[];
  readonly hasPreposition: boolean;
}

function phraseOf(text: string, lexicon: Lexicon): Phrase {
  const words = questionWords(text, lexicon);
  const [first] = words;
  const hasPreposition = first !== undefined && lexicon.prepositions.has(first.lower);
  const rest = hasPreposition ? words.slice(1) : words;
  const [opening] = rest;
  const determiner = opening !== undefined && lexicon.determiners.has(opening.lower) ? opening : undefined;
  const content = rest.filter(({ isContent }) => isContent);
  return { text: text.slice(opening?.start ?? 0), start: opening?.start ?? 0, determiner, content, hasPreposition };
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/(?<!s)s$/u, '') : word;
}

/** `When was it built?` – `Where?` */
export function withOtherQuestionWord(previous: string, text: string, lexicon: Lexicon): string | undefined {
  const [only, ...others] = questionWords(text, lexicon);
  const [first, second] = questionWords(previous, lexicon);
  if (only === undefined || others.length > 0 || first === undefined || second === undefined) return undefined;
  const { adverbialQuestionWords, auxiliaries } = lexicon;
  // `How does it work?` – `Why?` does not ask why it works.
  const asksForTimeOrPlace = /^(?:when|where|wann|wo|cuándo|dónde|quand|où)$/u.test(first.lower);
  const canSwap = asksForTimeOrPlace && adverbialQuestionWords.has(only.lower) && auxiliaries.has(second.lower);
  if (!canSwap || only.lower === first.lower) return undefined;
  return replaced(previous, [{ start: first.start, end: first.end, by: capitalised(only.lower) }]);
}

/** Whether a text is a part of a question only: it has no verb. */
export function isFragment(text: string, lexicon: Lexicon): boolean {
  const words = questionWords(text, lexicon);
  const [first, second] = words;
  if (first === undefined || words.some(({ lower }) => lexicon.auxiliaries.has(lower) && lower !== 's')) return false;
  if (lexicon.imperatives.has(first.lower) || words.some(({ lower }) => lexicon.speakers.has(lower))) return false;
  const asking = words.findIndex(({ lower }) => lexicon.questionWords.has(lower));
  const named = words.slice(asking + 1).filter(({ isContent }) => isContent).length;
  // `In which year?` is a part of a question, `In which year died Tesla?` and `Who won?` are whole.
  if (asking >= 0 && named > (asking === 0 ? 0 : 1)) return false;
  return !(asking === 0 && second?.lower === 'to');
}

export function contentCount(text: string, lexicon: Lexicon): number {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !isSmallWord(word, lexicon)).length;
}
