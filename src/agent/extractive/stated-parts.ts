/** Parts of a question that a passage must state exactly, by their form; and what an answer must look like. */

const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/u;

export function numbersIn(text: string): readonly string[] {
  return [...new Set(text.match(/\d+(?:[.,:]\d+)*/gu) ?? [])];
}

/** In lower case: capitalised words inside a sentence, words of katakana, Latin words in Chinese and Japanese. */
export function properWordsIn(text: string): readonly string[] {
  const words = [...text.matchAll(/[\p{L}\p{N}'’-]+/gu)].slice(1);
  const capitalised = words.filter(
    ({ 0: word, index }) =>
      /^\p{Lu}./u.test(word) && !/[.!?:]["'”’]?\s*$/u.test(text.slice(Math.max(0, index - 4), index)),
  );
  const names = capitalised.map(([word]) => word.replace(/['’]s$/u, ''));
  const foreign = unspaced.test(text) ? (text.match(/[ァ-ヺー]{3,}|[A-Za-z][A-Za-z\d.-]+/gu) ?? []) : [];
  return [...new Set([...names, ...foreign].map((name) => name.toLowerCase()))];
}

/** Share of the parts that stand in a text (in lower case); 1 where there are none. */
export function shareStated(parts: readonly string[], text: string): number {
  return parts.length === 0 ? 1 : parts.filter((part) => text.includes(part)).length / parts.length;
}

const negations =
  /\b(?:not|never|no|none|without|cannot|nicht|kein\p{L}*|nie|pas|jamais|nunca|sin|não)\b|n['’]t(?!\p{L})|[不没沒無]|ない|なく|(?<!\p{L})не(?!\p{L})/iu;

export function isNegated(text: string): boolean {
  return negations.test(text);
}

interface AnswerKind {
  readonly question: RegExp;
  readonly answer: RegExp;
}

const properWord = /\p{Lu}\p{Ll}+|[ァ-ヺ]{2,}|[\u4e00-\u9fff]{2}/u;
const quantity =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|dozen|half|twice|zwei|drei|vier|deux|trois|dos|tres)\b|[一二三四五六七八九十百千万]/iu;
/** The first that a question matches says what its answer must hold. */
const answerKinds: readonly AnswerKind[] = [
  { question: /\b(?:who|whom|whose|wer|wem|wen|qui|quién|quiénes|quem)\b|[谁誰]/iu, answer: properWord },
  {
    question:
      /\b(?:when|(?:what|which) (?:year|date|month|day)|wann|quand|cuándo|quando|in welchem jahr|en quelle année|qué año|que ano)\b|何年|いつ|什[么麼][时時]候|何[时時]|哪一?年|когда|언제/iu,
    answer:
      /\d|世紀|世纪|\b(?:century|\p{Lu}\p{Ll}+day|January|February|March|April|June|July|August|September|October|November|December)\b/u,
  },
  {
    question:
      /\b(?:how (?:many|much|long|old|far|large|big|tall|high|often|fast)|wie ?(?:viele?|lange?|alt|hoch|groß|weit)|combien|cuánt[oa]s?|quant[oa]s?|what (?:percentage|percent|number|amount|age|size))\b|多少|[几幾]|何人|何歳|いくつ|сколько|몇/iu,
    answer: quantity,
  },
  {
    question:
      /\b(?:where|wo|woher|wohin|où|dónde|onde|(?:what|which) (?:city|country|state|place))\b|哪[里裡國国]|どこ|где|어디/iu,
    answer: properWord,
  },
];

/** Whether a text offers, beyond the question's own words, what an answer of the expected kind needs; true of any kind. */
export function answerCheck(question: string): (text: string) => boolean {
  const kind = answerKinds.find((each) => each.question.test(question));
  if (kind === undefined) return () => true;
  const own = new Set(wordsOf(question));
  return (text) => {
    const rest = text.replace(/[\p{L}\p{N}]+/gu, (word) => (own.has(word.toLowerCase()) ? ' ' : word));
    // Any sentence begins with a capital.
    return kind.answer.test(rest.slice(1));
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
