/** Raise it whenever `analyze` gives other terms for a text: indexed terms must come from the same analysis. */
export const analysisVersion = 1;

const stopWords = new Set(
  'a an the of in on at to for and or is are was were be been by with as that this it its from which what who how when where why do does did has have had not but'.split(
    ' ',
  ),
);
const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;
const suffixes =
  'ational iveness fulness ousness ization ations ation ingly edly ness ment ing ies ied ed es ly s'.split(' ');

export function analyze(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (cjk.test(word)) {
      for (let index = 0; index < Math.max(1, word.length - 1); index++) terms.push(word.slice(index, index + 2));
    } else if (!stopWords.has(word)) terms.push(stem(word).slice(0, 60));
  }
  return terms;
}

function stem(word: string): string {
  for (const suffix of suffixes) {
    if (word.endsWith(suffix) && word.length - suffix.length >= 3) {
      return word.slice(0, -suffix.length) + (suffix === 'ies' || suffix === 'ied' ? 'y' : '');
    }
  }
  return word;
}

/** Terms that a query is searched by. */
export function analyzeQuery(text: string): string[] {
  return analyze(text);
}
