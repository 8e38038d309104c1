import type { PastTurn } from './conversation.js';
import { type Antecedents, antecedentsOf, saysSomething } from './follow-up/antecedents.js';
import { capitalised, oneAfterTheOther, withoutEnding } from './follow-up/compose.js';
import { resolveEastAsian } from './follow-up/east-asian.js';
import {
  contentCount,
  isFragment,
  withNewPart,
  withOtherQuestionWord,
  withoutRepeatedVerb,
} from './follow-up/ellipsis.js';
import type { Lexicon } from './follow-up/lexicon.js';
import { isDate, withLikePart } from './follow-up/like-part.js';
import { properNames } from './follow-up/proper-names.js';
import { lexiconOf } from './follow-up/question-language.js';
import { questionWords } from './follow-up/question-words.js';
import { references } from './follow-up/references.js';
import {
  type Resolution,
  resolveMore,
  resolveOrdinal,
  resolvePointing,
  resolveReferences,
} from './follow-up/resolve.js';

export interface Rewritten {
  /** The question so that it can be understood, and searched for, by itself. */
  readonly standalone: string;
  /** Whether it needed the conversation; if not, `standalone` is the question as it was asked. */
  readonly isFollowUp: boolean;
  /** What it was completed by. */
  readonly topic?: string;
}

/** Turns that a pronoun may look back on. */
const depth = 3;
/** In characters; a longer question says itself what it is about. */
const longestFollowUp = 400;
/** In words; a longer one says itself what it is about. */
const longestFragment = 5;

/**
 * Completes a follow-up from the conversation, by rules: pronouns get the name they stand for, `and in 2021?` takes the
 * place of the like part of the earlier question. A question that stands for itself stays as it is. English thoroughly;
 * German, Spanish and French in their usual forms; Chinese and Japanese in pronouns and ellipses.
 */
export function rewriteFollowUp(question: string, turns: readonly PastTurn[]): Rewritten {
  const asked = question.trim();
  const unchanged: Rewritten = { standalone: question, isFollowUp: false };
  const before = turns.at(-1);
  if (before === undefined || asked === '' || asked.length > longestFollowUp) return unchanged;
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(asked)) {
    const resolution = resolveEastAsian(asked, turns);
    return resolution === undefined || resolution.standalone === asked
      ? unchanged
      : { ...resolution, isFollowUp: true };
  }
  const lexicon = lexiconOf(asked, before.standalone ?? before.question);
  const past = turns.filter((turn) => saysSomething(turn, lexicon)).slice(-depth);
  if (past.length === 0) return unchanged;
  const antecedents = past.toReversed().map((turn) => antecedentsOf(turn, lexicon));
  const resolution = completed(asked, antecedents, lexicon);
  if (resolution === undefined || resolution.standalone === asked) return unchanged;
  return { ...resolution, standalone: capitalised(resolution.standalone), isFollowUp: true };
}

function completed(asked: string, turns: readonly Antecedents[], lexicon: Lexicon): Resolution | undefined {
  const [last] = turns;
  if (last === undefined) return undefined;
  const body = withoutEnding(asked);
  if (lexicon.more.test(body)) return resolveMore(asked, turns);
  if (lexicon.bare.test(body)) return continuation(asked, body, last, lexicon);
  const about = lexicon.about.exec(asked);
  if (about !== null) return aboutPart(asked, asked.slice(about[0].length), turns, lexicon);
  const conjunction = lexicon.conjunction.exec(asked);
  const rest = conjunction === null ? asked : asked.slice(conjunction[0].length);
  const isLedIn = conjunction !== null;
  const ordinal = resolveOrdinal(rest, turns, lexicon);
  if (ordinal !== undefined) return ordinal;
  const repeated = lexicon.repeated?.exec(withoutEnding(rest))?.[1] ?? '';
  const again = repeated === '' ? undefined : withLikePart(last.question, repeated, lexicon);
  if (again !== undefined) return { standalone: again, topic: repeated };
  if (isFragment(rest, lexicon) && isNewPart(rest, isLedIn, lexicon)) {
    return newPart(asked, rest, last, lexicon);
  }
  return clause(rest, turns, lexicon);
}

/** `Why?`, `Since when?` */
function continuation(asked: string, body: string, last: Antecedents, lexicon: Lexicon): Resolution {
  const text = body.replace(lexicon.conjunction, '');
  return { standalone: withOtherQuestionWord(last.question, text, lexicon) ?? oneAfterTheOther(last.question, asked) };
}

/** `What about Germany?`, but also `What about it?` and `How about the second one?` */
function aboutPart(
  asked: string,
  rest: string,
  turns: readonly Antecedents[],
  lexicon: Lexicon,
): Resolution | undefined {
  const ordinal = resolveOrdinal(rest, turns, lexicon);
  const [last] = turns;
  if (ordinal?.topic !== undefined && last !== undefined)
    return { ...newPart(asked, ordinal.standalone, last, lexicon), topic: ordinal.topic };
  const found = references(rest, questionWords(rest, lexicon), lexicon);
  if (found.some(({ form }) => form !== 'noun')) {
    const shift = asked.length - rest.length;
    return resolveReferences(
      asked,
      found.map((each) => moved(each, shift)),
      turns,
      lexicon,
    );
  }
  // A whole clause after `what about` names its own matter: `What about files that are too large to be read?`
  const content = contentCount(rest, lexicon);
  const isClause = content > 3 && !isFragment(rest, lexicon);
  if (last === undefined || isClause || content > longestFragment) return undefined;
  return newPart(asked, rest, last, lexicon);
}

function moved<Found extends { readonly word: { readonly start: number; readonly end: number } }>(
  found: Found,
  shift: number,
): Found {
  return { ...found, word: { ...found.word, start: found.word.start + shift, end: found.word.end + shift } };
}

function newPart(asked: string, rest: string, last: Antecedents, lexicon: Lexicon): Resolution {
  const text = withoutEnding(rest);
  const standalone = withNewPart({ followUp: asked, text }, last, lexicon);
  return { standalone, topic: text };
}

/** Without a word that leads in, a few words may as well be a search of their own. */
function isNewPart(rest: string, isLedIn: boolean, lexicon: Lexicon): boolean {
  const words = questionWords(rest, lexicon);
  const content = contentCount(rest, lexicon);
  if (words.length > longestFragment + 1 || words.length === 0) return false;
  if (isLedIn || isDate(rest, lexicon)) return true;
  const [first] = words;
  if (first !== undefined && lexicon.prepositions.has(first.lower) && content <= 3) return true;
  const asks = /[?？]\s*$/u.test(rest);
  const isOneName = properNames(rest, lexicon).filter(({ isDoubtful }) => !isDoubtful).length === 1 && content <= 3;
  const isPointing = /^(?:the|der|die|das|el|la|le) \S+/iu.test(rest) && content <= 2;
  return asks && (content <= 1 || isOneName || isPointing);
}

/** A whole question: what in it points back? */
function clause(rest: string, turns: readonly Antecedents[], lexicon: Lexicon): Resolution | undefined {
  const words = questionWords(rest, lexicon);
  const found = references(rest, words, lexicon);
  if (found.length > 0) return resolveReferences(rest, found, turns, lexicon);
  const shortened = withoutRepeatedVerb(rest, turns[0]?.question ?? '', lexicon);
  if (shortened !== undefined) return { standalone: shortened };
  const pointing = lexicon.pointing.exec(rest);
  // `Which ingest collided with the weekly one?` says itself what it points at.
  const isNamed = pointing !== null && contentCount(rest.slice(0, pointing.index), lexicon) > 1;
  if (pointing !== null && !isNamed && contentCount(rest, lexicon) <= longestFragment)
    return resolvePointing(rest, turns);
  return lexicon.incomplete.test(withoutEnding(rest)) ? resolvePointing(rest, turns) : undefined;
}
