const words = /\p{L}+(?:[-\u2010]\p{L}+)*/gu;

/** All words of the pages in lower case, compounds with their hyphens: what a damaged word is compared with. */
export function vocabularyOf(pageTexts: readonly string[]): ReadonlySet<string> {
  const vocabulary = new Set<string>();
  for (const text of pageTexts) {
    for (const [word] of text.matchAll(words)) vocabulary.add(word.toLowerCase().replaceAll('\u2010', '-'));
  }
  return vocabulary;
}
