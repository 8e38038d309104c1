import { isFunctionWord } from '../../retrieval/function-words.js';
import { queryKey } from '../../retrieval/query-key.js';

/** Questions for what something is, with what is asked for. */
const definitionQuestions: readonly RegExp[] = [
  /^(?:what|who)(?:['’]s| is| are| was| were)\s+(.+)$/iu,
  /^what\s+(?:does|do)\s+(.+?)\s+(?:mean|stand for)$/iu,
  /^(?:was|wer)\s+(?:ist|sind|war|waren)\s+(.+)$/iu,
  /^was\s+(?:bedeutet|heißt)\s+(.+)$/iu,
  /^qu['’]est-ce\s+qu(?:e\s+|['’])(.+)$/iu,
  /^qu(?:é|ién)\s+(?:es|son|era|fue)\s+(.+)$/iu,
  /^(?:什么是|何谓|什麼是)(.+)$/u,
  /^(.+?)(?:是什么|是什麼)$/u,
  /^(.+?)(?:とは何ですか|とは何か|とは何|って何ですか|って何|とは)$/u,
];
/** What stands between a term and what it is. */
const copula =
  /\s(?:(?:is|are|was|were)(?!\s(?:(?:also|only|often|now|still|not|never|being)\s)?(?:\w+(?:ed|ing)|built|found|given|held|kept|known|made|meant|said|seen|sent|set|shown|taken|told|written)\b)|means|measures|refers to|stands for|describes|denotes|ist|sind|war|waren|bedeutet|bezeichnet|est|sont|désigne|es|son|era|fue|significa|é|são)\s/iu;
const unspacedCopula = /^(?:\s*[（(][^）)]*[）)])?(?:是|とは|は、|は|，是)/u;
/** A row of a table as its cells are shown: "term: BM25; meaning: …". */
const firstCell = /^[^:;]{1,30}:\s*([^;]{1,60});/u;
/** An entry of a glossary: "BM25: a formula …", "BM25 – a formula …". */
const entry = /^([^:–—]{1,60}?)(?::| [–—-])\s+(?:an?|the|any|ein|eine|der|die|das|une?|les?|la|un|una|el|um|uma)\s/iu;
const articles = /^(?:an?|the|der|die|das|ein|eine|einen|l['’]|le|la|les|un|une|el|los|las|una|o|os|as|um|uma)\s+/iu;
/** A longer subject is asked about, not for what it is. */
const mostTerms = 4;
const longestQuestion = 200;
/** Whatever stands before the copula in more letters is no mere name. */
const longestSubject = 120;
const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/u;

/** Tells sentences that say what something is, for a question that asks for just that; undefined for any other question. */
export function definitionCheck(question: string): ((sentence: string) => boolean) | undefined {
  if (question.length > longestQuestion) return undefined;
  const bare = question.replace(/\s+/gu, ' ').replace(/^[¿\s]+|[\s?？!.。]+$/gu, '');
  const asked = definitionQuestions
    .map((pattern) => pattern.exec(bare)?.[1]?.trim())
    .find((term) => term !== undefined);
  if (asked === undefined || asked === '') return undefined;
  if (unspaced.test(asked)) {
    return (sentence) => sentence.startsWith(asked) && unspacedCopula.test(sentence.slice(asked.length));
  }
  const wanted = termsOf(asked);
  const isNamed = asked.split(/\s+/u).some((word) => !isFunctionWord(word));
  if (!isNamed || wanted === '' || wanted.split(' ').length > mostTerms) return undefined;
  return (sentence) => termsOf(subjectOf(sentence)) === wanted;
}

/** What stands before the copula, at the head of an entry, or in a row's first cell. */
function subjectOf(sentence: string): string {
  const named = firstCell.exec(sentence)?.[1] ?? entry.exec(sentence)?.[1];
  if (named !== undefined) return named;
  const end = copula.exec(sentence.slice(0, longestSubject))?.index;
  return end === undefined ? '' : sentence.slice(0, end);
}

function termsOf(subject: string): string {
  const bare = subject
    .replace(/[（(][^）)]*[）)]/gu, ' ')
    .trim()
    .replace(articles, '');
  return queryKey(bare);
}
