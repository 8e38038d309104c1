/** Characters of an answer that the gold answer must stand in: whoever returns the whole document has not answered. */
export const judgedLength = 600;

/** An answer without its marks, such as `[1]`. */
export function withoutMarks(answer: string): string {
  return answer.replace(/\s*\[\d+(?:\s*,\s*\d+)*\]/gu, '').trim();
}

/** An answer as a gold answer is looked for in it: without marks, cut at `judgedLength` characters. */
export function judgedText(answer: string): string {
  return [...withoutMarks(answer)].slice(0, judgedLength).join('');
}

// Scripts that are written without blanks between words, or, as Korean, with blanks that vary.
const unspaced = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}]';
const unspacedAtEnd = new RegExp(`${unspaced}\\p{M}*$`, 'u');
const unspacedAtStart = new RegExp(`^${unspaced}`, 'u');
const needlessBlank = new RegExp(`(?<=${unspaced}\\p{M}*) | (?=${unspaced})`, 'gu');

/**
 * Lower case, everything but letters and digits a single blank; full-width and half-width forms are one, and a blank
 * beside Chinese and its like is none.
 */
export function normalisedAnswer(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(needlessBlank, '')
    .trim();
}

/**
 * Whether any gold answer stands in a judged text, normalised, as whole words: `35` does not stand in `1935`. Scripts
 * that are written without blanks between words know no such border.
 */
export function answerHit(text: string, golds: readonly string[]): boolean {
  const normalised = normalisedAnswer(text);
  return golds.some((gold) => standsIn(normalised, normalisedAnswer(gold)));
}

/**
 * The gold answers that can be looked for in a text: not `yes` and `no`, which stand in many texts without answering
 * anything. None of a question of yes or no.
 */
export function findableAnswers(golds: readonly string[]): readonly string[] {
  return golds.filter((gold) => !/^(?:yes|no)$/u.test(normalisedAnswer(gold)));
}

function standsIn(text: string, phrase: string): boolean {
  if (phrase === '') return false;
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (isBorder(text.slice(0, at), phrase) && isBorder(phrase, text.slice(end))) return true;
  }
  return false;
}

/** Whether a word may end where `before` ends and `after` begins. */
function isBorder(before: string, after: string): boolean {
  if (before === '' || after === '' || before.endsWith(' ') || after.startsWith(' ')) return true;
  return unspacedAtEnd.test(before.slice(-8)) || unspacedAtStart.test(after);
}
