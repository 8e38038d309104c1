import { type Antecedents, antecedentOf, referentIn } from './antecedents.js';
import { appended, inBrackets, oneAfterTheOther, type Replacement, replaced } from './compose.js';
import type { Lexicon } from './lexicon.js';
import { listItems } from './list-items.js';
import type { Reference } from './references.js';

/** A follow-up completed by the names of what it is about. */
export interface Resolution {
  readonly standalone: string;
  readonly topic?: string;
}

/** Puts what the pronouns stand for in their place, or at the end of the question where that would not read well. */
export function resolveReferences(
  question: string,
  found: readonly Reference[],
  turns: readonly Antecedents[],
  lexicon: Lexicon,
): Resolution {
  const [last] = turns;
  // `How do I do that?`: what was asked about is an act, not a thing.
  const isAct = found.some(({ word }) => standsForAct(question, word));
  if (isAct) return { standalone: oneAfterTheOther(last?.question ?? '', question) };
  const replacements: Replacement[] = [];
  const additions = new Set<string>();
  let topic: string | undefined;
  for (const reference of found) {
    const name = nearest(turns, (turn) => antecedentOf(referentIn(question, reference.referent, turn), turn));
    if (name === undefined) continue;
    topic ??= name;
    const isInverted = question[reference.word.start - 1] === '-';
    const by = isInverted ? undefined : replacementOf(reference, name, lexicon);
    if (by === undefined) additions.add(name);
    else replacements.push({ start: reference.word.start, end: reference.word.end, by });
  }
  if (topic === undefined) return { standalone: oneAfterTheOther(last?.question ?? '', question) };
  const text = replaced(question, replacements);
  return { standalone: additions.size === 0 ? text : appended(text, inBrackets([...additions])), topic };
}

function standsForAct(question: string, { lower, start, end }: Reference['word']): boolean {
  const isDone = /(?:^|\s)(?:do|did|doing|done|try|tried) $/iu.test(question.slice(0, start));
  const isClosed = /^(?:\s*(?:$|[?.!,])| (?:and|but|or|for|in|on|with|without|when|if)\b)/iu.test(question.slice(end));
  return /^(?:this|that|it)$/u.test(lower) && isDone && isClosed;
}

function replacementOf({ word, referent, form }: Reference, name: string, lexicon: Lexicon): string | undefined {
  if (form === 'noun') return undefined;
  if (form === 'owner') return lexicon.ownerForm?.(name);
  if (lexicon.possessives.has(word.lower) && !lexicon.pronouns.has(word.lower) && word.lower !== 'her')
    return lexicon.ownerForm?.(name);
  // Clitics stand before their verb: `¿Quién lo fundó?`
  if (lexicon.language === 'es' && word.lower === 'lo') return undefined;
  return referent === 'place' ? lexicon.placeForm(name) : name;
}

/** `Which one is cheaper?`: completed by all that was named, or by the one thing that was spoken of. */
export function resolvePointing(question: string, turns: readonly Antecedents[]): Resolution {
  const [last] = turns;
  const isWithin = /^\s*(?:who|what|when|where|¿)/iu.test(question);
  const items = last === undefined || isWithin ? [] : listItems(last);
  const name = nearest(turns, (turn) => antecedentOf(referentIn(question, 'thing', turn), turn));
  if (items.length > 1)
    return { standalone: appended(question, inBrackets(items.slice(0, 5))), topic: items.join(', ') };
  if (name === undefined) return { standalone: oneAfterTheOther(last?.question ?? '', question) };
  return { standalone: appended(question, inBrackets([name])), topic: name };
}

/** `Tell me more about the second one`; undefined where nothing was listed. */
export function resolveOrdinal(
  question: string,
  turns: readonly Antecedents[],
  lexicon: Lexicon,
): Resolution | undefined {
  const match = lexicon.ordinal.exec(question);
  const place = lexicon.ordinals.get(match?.[1]?.toLowerCase() ?? '');
  const items = turns[0] === undefined ? [] : listItems(turns[0]);
  const item = place === undefined ? undefined : items.at(place);
  if (match === null || item === undefined) return undefined;
  return {
    standalone: replaced(question, [{ start: match.index, end: match.index + match[0].length, by: item }]),
    topic: item,
  };
}

/** `Tell me more`: with what was asked about. */
export function resolveMore(question: string, turns: readonly Antecedents[]): Resolution {
  const [last] = turns;
  if (last === undefined) return { standalone: question };
  const name = antecedentOf('thing', last) ?? antecedentOf('person', last);
  return { standalone: oneAfterTheOther(last.question, question), ...(name === undefined ? {} : { topic: name }) };
}

function nearest(turns: readonly Antecedents[], find: (turn: Antecedents) => string | undefined): string | undefined {
  for (const turn of turns) {
    const found = find(turn);
    if (found !== undefined) return found;
  }
  return undefined;
}
