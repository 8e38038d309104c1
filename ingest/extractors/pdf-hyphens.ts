import { vocabularyOf } from './pdf-vocabulary.js';

/** A word part, a hyphen at the line's end, and the rest of the word in lower case on the next line. */
const dividedWord = /(?<!\p{L})(\p{L}{2,40})[-\u2010]\n(\p{Ll}{2,})(?![-\u2010\p{L}])([^\s]*)[ \n]?/gu;

/**
 * Joins words that are hyphenated across lines, only where the document itself proves it: it has the joined word
 * elsewhere, and nowhere with the hyphen. `reclassifi-⏎cation` is joined, `long-⏎term` is not.
 */
export function joinHyphenatedWords(pageTexts: readonly string[]): readonly string[] {
  if (!pageTexts.some((text) => /[-\u2010]\n/u.test(text))) return pageTexts;
  const vocabulary = vocabularyOf(pageTexts);
  return pageTexts.map((text) =>
    text.replace(dividedWord, (match, left: string, right: string, rest: string) => {
      const isJoined = vocabulary.has(`${left}${right}`.toLowerCase());
      const isCompound = vocabulary.has(`${left}-${right}`.toLowerCase());
      return isJoined && !isCompound ? `${left}${right}${rest}\n` : match;
    }),
  );
}
