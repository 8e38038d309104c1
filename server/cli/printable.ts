import { stripVTControlCharacters } from 'node:util';

/**
 * Text of documents and models as a terminal may show it: without escape sequences and control characters, which could
 * move the cursor or retitle the window. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n?/gu, '\n')).replace(/(?![\n\t])\p{Cc}/gu, '');
}

/** The same on one line, cut where it is long. */
export function oneLine(text: string, longest = Number.POSITIVE_INFINITY): string {
  const line = printable(text).replace(/\s+/gu, ' ').trim();
  if (line.length <= longest) return line;
  // Never half of a character beyond the first plane.
  return `${line
    .slice(0, longest - 1)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()}…`;
}
