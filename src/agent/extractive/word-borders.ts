const letter = '[\\p{sc=Latin}\\p{M}\\p{N}_]';

/**
 * The expression with borders of words that know accents: to `\b` alone an "où" has none at its end. A `\b` before a
 * letter or a group begins a word, any other ends one. Letters of other scripts may stand beside a word.
 */
export function withWordBorders({ source, flags }: RegExp): RegExp {
  const begun = source.replaceAll(/\\b(?=\(|\p{L})/gu, `(?<!${letter})`);
  return new RegExp(begun.replaceAll('\\b', `(?!${letter})`), flags);
}
