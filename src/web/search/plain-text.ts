import { parseHTML } from 'linkedom';

/** What search engines mark words with; any other `<…>` in a title is text, such as "How to use <div>". */
const emphasis = /<\/?(?:b|strong|em|mark|span|wbr|br)(?:\s[^<>]*)?\/?>/giu;
/**
 * Characters that show nothing but can carry or turn words: controls, soft hyphen, zero-width (the joiners are part of
 * scripts and stay), marks of direction, Unicode tags.
 */
const invisible = /(?!\s)\p{Cc}|[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** A title or snippet as people see it: entities decoded once, emphasis taken away, white space collapsed, cut. */
export function plainText(marked: string, longest: number): string {
  // Entities count a few characters each: what is cut here is far beyond what is kept.
  const unmarked = marked.slice(0, longest * 12).replaceAll(emphasis, '');
  return tidy(unmarked.includes('&') ? decodeEntities(unmarked) : unmarked, longest);
}

/** Text that came out of a parser: nothing to decode any more. */
export function tidy(text: string, longest: number): string {
  const shown = text.replaceAll(invisible, '').replaceAll(/\s+/gu, ' ').trim();
  return shown.length > longest
    ? `${shown
        .slice(0, longest)
        .trimEnd()
        .replace(/[\uD800-\uDBFF]$/u, '')} …`
    : shown;
}

function decodeEntities(text: string): string {
  const { document } = parseHTML(`<html><body>${text.replaceAll('<', '&lt;')}</body></html>`) as unknown as {
    document: { readonly body: { readonly textContent: string } };
  };
  return document.body.textContent;
}
