import type { PastTurn } from '../conversation.js';
import { antecedentOf, antecedentsOf, plainText } from './antecedents.js';
import { withoutEnding } from './compose.js';
import { chinese } from './lexicons/chinese.js';
import { english } from './lexicons/english.js';
import { japanese } from './lexicons/japanese.js';
import { regionIn } from './region-names.js';
import type { Resolution } from './resolve.js';
import type { UnspacedLexicon } from './unspaced-lexicon.js';

const longestName = 14;
const longestQuestion = 400;
/** A person's name as it is written there: `史蒂文·斯皮尔伯格`, `スティーヴン・スピルバーグ`. */
const foreignName = /[\p{sc=Han}\p{sc=Katakana}ー]+(?:[·・][\p{sc=Han}\p{sc=Katakana}ー]+)+/u;
const titles = /《[^《》]+》|「[^「」]+」|『[^『』]+』/u;

/** A follow-up in Chinese or Japanese, completed; undefined where it stands for itself. */
export function resolveEastAsian(question: string, turns: readonly PastTurn[]): Resolution | undefined {
  const isJapanese = /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(question);
  const lexicon = isJapanese ? japanese : chinese;
  const last = turns.findLast((turn) => !lexicon.bare.test(withoutEnding(askedIn(turn)))) ?? turns.at(-1);
  if (last === undefined) return undefined;
  const previous = askedIn(last);
  const body = withoutEnding(question);
  if (lexicon.bare.test(body)) return { standalone: `${previous}${question.trim()}` };
  const fresh = lexicon.ellipsis.exec(body)?.[1];
  if (fresh !== undefined && !lexicon.questionWord.test(fresh) && fresh.length <= longestName) {
    return { standalone: withNewPart(previous, fresh, lexicon) ?? `${previous}${question.trim()}`, topic: fresh };
  }
  const subject = lacksSubject(body, lexicon) ? topicOf(last, lexicon) : undefined;
  if (subject !== undefined) return { standalone: `${subject}${question.trim()}`, topic: subject };
  return withoutPronouns(question.trim().replace(lexicon.conjunction, ''), last, lexicon);
}

function askedIn({ question, standalone }: PastTurn): string {
  return (standalone ?? question).trim().slice(0, longestQuestion);
}

function withoutPronouns(question: string, last: PastTurn, lexicon: UnspacedLexicon): Resolution | undefined {
  let topic: string | undefined;
  const standalone = question.replace(lexicon.pronoun, (written: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const at = rest.find((each): each is number => typeof each === 'number') ?? 0;
    if (isNamedBefore(question, at, written, lexicon)) return written;
    const name = (groups.person === undefined ? undefined : personOf(last, lexicon)) ?? topicOf(last, lexicon);
    if (name === undefined) return written;
    topic ??= name;
    return groups.owner === undefined ? name : lexicon.ownerForm(name);
  });
  return topic === undefined ? undefined : { standalone, topic };
}

/** `谁创立的？`: a question word, a verb, and nothing that it is about. */
function lacksSubject(body: string, { questionWord, smallWords }: UnspacedLexicon): boolean {
  const named = body.replace(smallWords, '');
  return body.length <= 8 && body.search(questionWord) === 0 && !body.includes('是') && named.length <= 2;
}

/** Whether the question says before a pronoun what it stands for; an owner is more often in the same clause. */
function isNamedBefore(question: string, at: number, written: string, { names, smallWords }: UnspacedLexicon): boolean {
  const before = question.slice(0, at);
  const rest = before.replace(smallWords, '').replace(/[\s\p{P}]+/gu, '');
  const isOwner = question.startsWith('的', at + written.length) || /^(?:其|その)/u.test(written);
  return names.test(before) || rest.length >= (isOwner ? 2 : 5);
}

/** Whom the answer names; a short one is the name itself. */
function personOf(turn: PastTurn, { asksWho }: UnspacedLexicon): string | undefined {
  if (turn.abstained === true || !asksWho.test(askedIn(turn))) return undefined;
  const answer = plainText(turn.answer);
  const latin = antecedentsOf({ ...turn, question: '', standalone: '' }, english).told.find(
    ({ words }) => words > 1,
  )?.text;
  const short = withoutEnding(answer).replace(/(?:です|是|でした)$/u, '');
  return foreignName.exec(answer)?.[0] ?? latin ?? (short.length <= longestName ? short : undefined);
}

function topicOf(turn: PastTurn, { topic }: UnspacedLexicon): string | undefined {
  const asked = withoutEnding(askedIn(turn));
  const title = titles.exec(asked)?.[0];
  if (title !== undefined) return title;
  if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(asked))
    return antecedentOf('thing', antecedentsOf(turn, english));
  for (const pattern of topic) {
    const found = pattern
      .exec(asked)
      ?.slice(1)
      .find((group) => group !== undefined && group.trim() !== '');
    if (found !== undefined) return found.trim();
  }
  return undefined;
}

/** The earlier question with its like part replaced: year, country, title, word with the same ending, or its subject. */
function withNewPart(previous: string, fresh: string, lexicon: UnspacedLexicon): string | undefined {
  const old = likePart(previous, fresh) ?? topicOf({ question: previous, answer: '' }, lexicon);
  return old === undefined || old === fresh ? undefined : previous.replace(old, () => fresh);
}

function likePart(previous: string, fresh: string): string | undefined {
  for (const kind of [/\d{4}年?/u, /\d{1,2}月/u, /第[一二三四]季度/u, titles, /[A-Za-z][\w.+-]*(?: [A-Z][\w.+-]*)*/u]) {
    const [old, now] = [kind.exec(previous)?.[0], kind.exec(fresh)?.[0]];
    if (old !== undefined && now === fresh) return old;
  }
  if (regionIn(fresh) === fresh) return regionIn(previous);
  const ending = fresh.slice(-2);
  const runs = previous.match(/[\p{sc=Han}\p{sc=Katakana}ー\w]+/gu) ?? [];
  const run = fresh.length > 2 ? runs.find((each) => each.includes(ending) && each !== fresh) : undefined;
  const end = (run?.indexOf(ending) ?? 0) + ending.length;
  return run?.slice(Math.max(0, end - fresh.length), end);
}
