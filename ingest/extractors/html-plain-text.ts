import { parseHtml } from '../structure/parse-html.js';

/** A parsed tag takes 1.3 kB, and from 1.2 million on the garbage collector takes most of the time, measured. */
const maxTags = 500_000;
const hidden = /<!--[\s\S]*?(?:-->|$)|<(script|style|noscript|template|svg|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/giu;
const blockTag =
  /<\/?(?:address|article|aside|blockquote|body|br|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|td|th|tr|ul)\b[^<>]*>/giu;

/** Whether a page has more tags than can be parsed in reasonable time and memory. */
export function isHugeHtml(html: string): boolean {
  let tags = 0;
  for (let at = html.indexOf('<'); at !== -1 && tags <= maxTags; at = html.indexOf('<', at + 1)) tags += 1;
  return tags > maxTags;
}

/** The words of a page without parsing it: blocks become paragraphs, all else is lost. Linear. */
export function htmlPlainText(html: string): string {
  const words = html
    .replace(hidden, ' ')
    .replace(blockTag, '\n\n')
    .replace(/<\/?[a-z][^<>]*>/giu, '');
  return withoutReferences(words)
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** `&amp;` and the like as the characters that they stand for. */
function withoutReferences(text: string): string {
  const known = new Map<string, string>();
  return text.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,30});/giu, (reference) => {
    const character = known.get(reference) ?? parseHtml(`<html>${reference}</html>`).documentElement.textContent;
    known.set(reference, character);
    return character;
  });
}
