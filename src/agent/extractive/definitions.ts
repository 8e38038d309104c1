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
  /\s(?:(?:is|are|was|were)(?!\s(?:(?:also|only|often|now|still|not|never|being|\w+ly)\s)?(?:\w+(?:ed|ing)|built|found|given|held|kept|known|made|meant|said|seen|sent|set|shown|taken|told|written)\b)|means|measures|refers to|stands for|describes|denotes|ist|sind|war|waren|bedeutet|bezeichnet|est|sont|désigne|es|son|era|fue|significa|é|são)\s/iu;
const unspacedCopula = /^(?:\s*[（(][^）)]*[）)])?(?:是|とは|は、|は|，是)/u;
/** A thing that is asked for as it is; who somebody is may well be past. */
const asksOfPresent = /^what(?:['’]s| is| are)\s/iu;
const past = /\s(?:was|were)\s$/iu;
/** A row of a table as its cells are shown: "term: BM25; meaning: …". */
const firstCell = /^[^:;]{1,30}:\s*([^;]{1,60});/u;
/** An entry of a glossary: "BM25: a formula …", "BM25 – a formula …". */
const entry = /^([^:–—]{1,60}?)(?::| [–—-])\s+(?:an?|the|any|ein|eine|der|die|das|une?|les?|la|un|una|el|um|uma)\s/iu;
const articles = /^(?:an?|the|der|die|das|ein|eine|einen|l['’]|le|la|les|un|une|el|los|las|una|o|os|as|um|uma)\s+/iu;
/** "Amcor plc is …" says what Amcor is. */
const legalForm = /,? (?:plc|inc|ltd|llc|corp|corporation|company|co|gmbh|ag|se|s\.?a)\.?,?$/iu;
/** A longer subject is asked about, not for what it is. */
const mostTerms = 4;
const longestQuestion = 200;
/** Whatever stands before the copula in more letters is no mere name. */
const longestSubject = 120;
const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/u;

/** What a question asks the meaning of. */
export interface AskedDefinition {
  readonly term: string;
  /** Whether a sentence says what it is. */
  readonly isIn: (sentence: string) => boolean;
}

/** Undefined for a question that asks for anything but what something is. */
export function askedDefinition(question: string): AskedDefinition | undefined {
  if (question.length > longestQuestion) return undefined;
  const bare = question.replace(/\s+/gu, ' ').replace(/^[¿\s]+|[\s?？!.。]+$/gu, '');
  const asked = definitionQuestions
    .map((pattern) => pattern.exec(bare)?.[1]?.trim())
    .find((term) => term !== undefined);
  if (asked === undefined || asked === '') return undefined;
  if (unspaced.test(asked)) {
    const isIn = (sentence: string) => sentence.startsWith(asked) && unspacedCopula.test(sentence.slice(asked.length));
    return { term: asked, isIn };
  }
  const wanted = bareSubject(asked);
  const key = queryKey(wanted);
  const isNamed = wordsOf(wanted).some((word) => !isFunctionWord(word));
  if (!isNamed || key === '' || key.split(' ').length > mostTerms) return undefined;
  const own = new Set(wordsOf(wanted));
  return {
    term: asked,
    isIn: (sentence) => {
      const subject = bareSubject(subjectOf(sentence, asksOfPresent.test(bare)));
      // "If Amcor is wound up" says nothing of what it is.
      return queryKey(subject) === key && !wordsOf(subject).some((word) => isFunctionWord(word) && !own.has(word));
    },
  };
}

/** What stands before the copula, at the head of an entry, or in a row's first cell. */
function subjectOf(sentence: string, isPresent: boolean): string {
  const named = firstCell.exec(sentence)?.[1] ?? entry.exec(sentence)?.[1];
  if (named !== undefined) return named;
  const found = copula.exec(sentence.slice(0, longestSubject));
  if (found === null || (isPresent && past.test(found[0]))) return '';
  // "Founded in 1982, Adobe is …"
  return sentence.slice(0, found.index).replace(/^\p{Lu}\p{L}+ed (?:in|by|as) [^,]{1,60}, /u, '');
}

/** Without what stands in parentheses, articles and legal forms. */
function bareSubject(subject: string): string {
  return subject
    .replace(/[（(][^）)]*[）)]/gu, ' ')
    .trim()
    .replace(articles, '')
    .replace(legalForm, '');
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
