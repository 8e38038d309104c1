/** Control characters other than tab and line feed, and byte order marks; NUL cannot be stored everywhere. */
const controlCharacters = /(?![\t\n])[\p{Cc}\uFEFF\uFFFE\uFFFF]/gu;
const blanks = /[\t\u00A0\u2000-\u200A\u202F\u205F\u3000\uF020 ]+/gu;
/** Bullets of the Symbol and Wingdings fonts, which have no Unicode of their own. */
const symbolBullets = /[\uF0A7\uF0B7\uF0D8]/gu;
/** A word that was divided at a soft hyphen, with the rest of it on the next line. */
const dividedWord = /\u00AD[ ]*\n[ ]*(\p{L}\S*)[ \n]?/gu;

/**
 * Page text as the page shows it: no control characters or soft hyphens, one blank at a time, no blanks at the ends of
 * lines. Lines stay lines; running headers and footers stay.
 */
export function cleanPageText(raw: string): string {
  const text = raw
    .replace(/\r\n?/gu, '\n')
    .replace(controlCharacters, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(dividedWord, '$1\n')
    .replace(/\u00AD/gu, '')
    .replace(symbolBullets, '•')
    .replace(blanks, ' ');
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
