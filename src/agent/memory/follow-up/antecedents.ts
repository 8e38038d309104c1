import type { PastTurn } from '../conversation.js';
import { type Focus, focusOf, isClosingVerb } from './focus.js';
import type { Lexicon, Referent } from './lexicon.js';
import { type ProperName, properNames } from './proper-names.js';
import { isSmallWord, questionWords } from './question-words.js';

/** A turn as a follow-up looks back on it. */
export interface Antecedents {
  /** The earlier question by itself. */
  readonly question: string;
  readonly answer: string;
  readonly lexicon: Lexicon;
  /** Names in the question. */
  readonly asked: readonly ProperName[];
  /** Names that the answer adds. */
  readonly told: readonly ProperName[];
  readonly focus: Focus | undefined;
  readonly asksForPerson: boolean;
  readonly asksForPlace: boolean;
  /** What was asked for is itself a thing with a name: `which company`, `what is the capital of`. */
  readonly asksForName: boolean;
}

/** What is looked at, in characters: names that a follow-up means stand at the beginning. */
const longestQuestion = 400;
const longestAnswer = 3000;
const asksWho =
  /^\s*¿?(?:who|whose|wer|quién(?:es)?|qui)\b|^\s*¿?(?:a|con|von|by|mit|par|de) (?:who[m]?|wem|quién|qui)\b|\b(?:which|what|name of the) (?:person|man|woman|author|director|actor|actress|artist|scientist|president|player|singer|writer|inventor|founder)\b/iu;
const asksWhoIs =
  /^\s*¿?(?:who (?:is|was)|who's|wer (?:ist|war)|quién (?:es|fue|era)|qui (?:est|était)) (?!the\b|der\b|die\b|das\b|el\b|la\b|le\b|l')/iu;
const asksWhere =
  /^\s*¿?(?:where|wo|woher|wohin|dónde|où)(?=\s)|\b(?:which|what|welche[rs]?|qué|quelle?|in welche[mr]) (?:city|country|town|place|state|stadt|land|ort|ciudad|país|ville|pays)\b|\bcapital|\bHauptstadt/iu;
const asksWhich =
  /^\s*¿?(?:(?:in |on |at )?which (?!is|are|was)\w|what(?: is|'s| was) the (?:capital|name|largest|biggest|smallest|oldest|first|most|best|tallest|highest)|what (?:city|country|company|film|book|band)|welche[rs]? |was ist die hauptstadt|cuál es la capital|quelle est la capitale)/iu;

export function antecedentsOf({ question, standalone, answer, abstained }: PastTurn, lexicon: Lexicon): Antecedents {
  const asked = baseQuestion(standalone ?? question, question).slice(0, longestQuestion);
  const plain = abstained === true ? '' : plainText(answer.slice(0, longestAnswer));
  const names = properNames(asked, lexicon).filter(({ text }) => !/^\d+$/u.test(text));
  const known = new Set(names.flatMap(({ text }) => text.toLowerCase().split(/\s+/u)));
  const told = properNames(plain, lexicon).filter(
    ({ text }) =>
      !text
        .toLowerCase()
        .split(/\s+/u)
        .every((word) => known.has(word)),
  );
  const asksForPerson = asksWho.test(asked) && !asksWhoIs.test(asked);
  return {
    question: asked,
    answer: abstained === true ? '' : answer.slice(0, longestAnswer),
    lexicon,
    asked: names,
    told: [...told.filter(({ isDoubtful }) => !isDoubtful), ...told.filter(({ isDoubtful }) => isDoubtful)],
    focus: focusOf(asked, lexicon),
    asksForPerson,
    asksForPlace: asksWhere.test(asked),
    asksForName: !asksForPerson && asksWhich.test(asked),
  };
}

/** Whether a follow-up could be about it: greetings and thanks name nothing. */
export function saysSomething({ question, standalone }: PastTurn, lexicon: Lexicon): boolean {
  const words = (standalone ?? question).toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => !isSmallWord(word, lexicon));
}

/** Only persons do that. */
const personal = /(?<!\p{L})(?:born|died|geboren|gestorben|naci\p{L}*|muri\p{L}*|née?|mort|años tiene)(?!\p{L})/iu;

/** Spanish leaves pronouns out, and French and German ones have the gender of the word: the verb may tell. */
export function referentIn(question: string, referent: Referent, { asksForPerson }: Antecedents): Referent {
  return asksForPerson && referent !== 'plural' && personal.test(question) ? 'person' : referent;
}

/** What a pronoun stands for; undefined where this turn names nothing of the kind. */
export function antecedentOf(referent: Referent, turn: Antecedents): string | undefined {
  if (referent === 'person') return person(turn);
  if (referent === 'place')
    return turn.asksForPlace ? (turn.told[0]?.text ?? thing(turn)) : (regionOrLast(turn) ?? thing(turn));
  if (referent === 'plural') return askedKind(turn) ?? several(turn) ?? thing(turn);
  return thing(turn);
}

/** `Which files …?`: they are the files, whatever the answer says of them. */
function askedKind({ asksForName, focus }: Antecedents): string | undefined {
  return asksForName && focus?.isSure === true && /[^s]s$/u.test(focus.text) ? focus.text : undefined;
}

function person({ asksForPerson, asked, told, focus }: Antecedents): string | undefined {
  const fullName = told.find(({ words }) => words > 1) ?? told[0];
  if (asksForPerson && fullName !== undefined) return fullName.text;
  const inQuestion = asked.find(({ words, isDoubtful }) => words > 1 && !isDoubtful) ?? asked[0];
  return inQuestion?.text ?? fullName?.text ?? (focus?.isSure === true ? focus.text : undefined);
}

function thing(turn: Antecedents): string | undefined {
  const { asksForName, asksForPerson, asksForPlace, asked, told, focus } = turn;
  if ((asksForName || (asksForPlace && asked.length === 0)) && told[0] !== undefined) return told[0].text;
  const certain = asked.find(({ isDoubtful }) => !isDoubtful);
  if (certain !== undefined) return nounPhrase(certain, turn);
  if (focus?.isSure === true) return focus.text;
  return asked[0]?.text ?? (asksForPerson ? undefined : told[0]?.text);
}

/**
 * A name with the article before it and the noun after it: `the Harbour Library pilot`, `Apple's profit`. German articles
 * only where they stay the same as subject and as object.
 */
function nounPhrase(name: ProperName, { question, lexicon }: Antecedents): string {
  const words = questionWords(question, lexicon);
  const article = words.findLast(({ end }) => end < name.start && /^\s+$/u.test(question.slice(end, name.start)));
  const start = article !== undefined && /^(?:the|die|das)$/u.test(article.lower) ? article.start : name.start;
  const owner = /^['’]s? /u.exec(question.slice(name.end));
  if (start === name.start && owner === null) return name.text;
  const rest = words.filter((word) => word.start >= name.end + (owner?.[0].length ?? 0));
  const length = rest.findIndex(({ isContent }) => !isContent);
  const nouns = length < 0 ? rest : rest.slice(0, length);
  const isClosed = rest[nouns.length] === undefined || lexicon.prepositions.has(rest[nouns.length]?.lower ?? '');
  const end = isClosed && !isClosingVerb(nouns.at(-1)?.lower) ? (nouns.at(-1)?.end ?? name.end) : name.end;
  return question
    .slice(start, end)
    .replace(/^\p{Lu}/u, (letter) => (start < name.start ? letter.toLowerCase() : letter));
}

function regionOrLast({ asked }: Antecedents): string | undefined {
  return asked.at(-1)?.text;
}

/** Names that stand side by side: `Alice and Bob`; of a question for persons those of the answer. */
function several(turn: Antecedents): string | undefined {
  const { question, answer, asked, told, asksForPerson, lexicon } = turn;
  const text = asksForPerson ? plainText(answer) : question;
  const names = asksForPerson ? told.filter(({ words }) => words > 1).sort((a, b) => a.start - b.start) : asked;
  const [first] = names;
  if (first === undefined) return undefined;
  const joined = [first];
  for (const name of names.slice(1)) {
    const before = joined.at(-1);
    if (before === undefined || !/^(?:,| and| und| y| et|, and)\s*$/u.test(text.slice(before.end, name.start))) break;
    joined.push(name);
  }
  const and = { de: 'und', es: 'y', fr: 'et' }[lexicon.language] ?? 'and';
  if (joined.length === 1) return asksForPerson ? first.text : nounPhrase(first, turn);
  return `${joined
    .slice(0, -1)
    .map((name) => name.text)
    .join(', ')} ${and} ${joined.at(-1)?.text}`;
}

/** Of a follow-up that was completed by its predecessor only the predecessor counts: questions would pile up. */
function baseQuestion(standalone: string, question: string): string {
  if (standalone === question) return standalone;
  const [first = standalone, ...rest] = standalone.split(/(?<=[?？])\s+/u);
  return rest.length > 0 ? first : standalone;
}

/** An answer without marks, lists and emphasis. */
export function plainText(answer: string): string {
  return answer
    .replace(/\s*\[\d+\]/gu, '')
    .replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/gmu, '')
    .replace(/[*_`#>|]+/gu, '');
}
