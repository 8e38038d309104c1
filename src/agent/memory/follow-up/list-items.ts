import type { Antecedents } from './antecedents.js';

const marked = /^\s*(?:[-*•]|\d{1,2}[.)])\s+(.+)$/gmu;
const longestItem = 80;
/** Of an answer, in characters: a series stands at its beginning. */
const longestSeries = 600;

/** Things that were named side by side, in order: the list of the answer, or `A and B` of the question. */
export function listItems({ question, answer, asked }: Antecedents): readonly string[] {
  const lines = [...answer.matchAll(marked)].map(([, item = '']) => shortened(item));
  if (lines.length > 1) return lines;
  const series = seriesIn(answer.slice(0, longestSeries).replace(/\s*\[\d+\]/gu, ''));
  if (series.length > 1) return series;
  const pair = /\b(?:between|zwischen|entre)\s+(.+?)\s+(?:and|und|y|et)\s+(.+?)\s*[?.!]*$/iu.exec(question);
  if (pair?.[1] !== undefined && pair[2] !== undefined) return [pair[1], pair[2]];
  const [first, second] = asked;
  const isPair =
    first !== undefined &&
    second !== undefined &&
    /^,?\s+(?:and|or|vs\.?|versus|und|oder|y|o|et|ou)\s+$/u.test(question.slice(first.end, second.start));
  if (isPair) return asked.map(({ text }) => text);
  const choice = /(?:,|:|\bis|\bare)\s+([\w -]{2,40}?)\s+or\s+([\w -]{2,40}?)\s*\?*$/iu.exec(question);
  return choice?.[1] !== undefined && choice[2] !== undefined ? [choice[1], choice[2]] : [];
}

/** `The plans are Basic, Plus and Pro.` */
function seriesIn(text: string): string[] {
  const match =
    /(?:\b(?:are|is|were|include|includes|sind|son|sont)|:)\s+((?:[^,.;:\n]{2,60},\s+)*[^,.;:\n]{2,60}?,?\s+(?:and|or|und|oder|y|o|et|ou)\s+[^,.;:\n]{2,60})/iu.exec(
      text,
    );
  const parts = match?.[1]?.split(/,\s+(?:and\s+|or\s+|und\s+|y\s+|et\s+)?|\s+(?:and|or|und|oder|y|o|et|ou)\s+/u) ?? [];
  const plain = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (plain.length > 1) return plain;
  // The answer is nothing but names: `Basic, Plus and Pro.`
  const whole = text
    .trim()
    .replace(/\.$/u, '')
    .split(/,\s+(?:and\s+)?|\s+(?:and|or|und|oder|y|o|et|ou)\s+/u);
  return whole.every((part) => /^\p{Lu}/u.test(part) && part.split(' ').length <= 4) ? whole : [];
}

/** The name of an item without what is said of it: `**Basic**: 5 euros a month`. */
function shortened(item: string): string {
  const plain = item
    .replace(/\s*\[\d+\]/gu, '')
    .replace(/[*_`]+/gu, '')
    .trim();
  const [name = plain] = plain.split(/\s*(?::|–|—| - |\. |\()\s*/u);
  return name.length <= longestItem ? name.replace(/[.;,]+$/u, '') : `${name.slice(0, longestItem)}…`;
}
