import { lineAt, lineHead, type TextLine } from './text-line.js';

/** What single Markdown lines are (CommonMark 0.31 and GitHub tables), each told from the line's head alone. */

export interface HeadingLine {
  readonly level: number;
  readonly markdown: string;
}

export function headingLine(head: string): HeadingLine | undefined {
  const match = /^ {0,3}(#{1,6})[ \t]+(?=\S)(.*)$/su.exec(head);
  if (match?.[1] !== undefined && match[2] !== undefined) return { level: match[1].length, markdown: match[2] };
  const html = /^ {0,3}<h([1-6])\b[^>]*>(.*?)<\/h\1>\s*$/isu.exec(head);
  return html?.[2] === undefined ? undefined : { level: Number(html[1]), markdown: html[2] };
}

/** 1 for a line of `=`, 2 for a line of `-`, as they stand under a heading. */
export function underlineLevel(head: string): 1 | 2 | undefined {
  const match = /^ {0,3}(={2,}|-{2,})[ \t]*$/u.exec(head);
  return match?.[1] === undefined ? undefined : match[1].startsWith('=') ? 1 : 2;
}

export function isThematicBreak(head: string): boolean {
  return /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/u.test(head);
}

/** A line that is only a picture, or the definition of one, written out in letters: nothing to read. */
export function isEmbeddedPicture(text: string, line: TextLine): boolean {
  const match = /^[ \t]*(?:\[[^\]]{1,200}\]:[ \t]*<?|(!)\[[^\]]{0,200}\]\(<?)data:image\//u.exec(lineHead(text, line));
  if (match === null || match[1] === undefined) return match !== null;
  const rest = text.slice(line.start + match[0].length, line.end).trimEnd();
  return rest.indexOf(')') === rest.length - 1;
}

export function isListItem(head: string): boolean {
  return /^[ \t]*(?:[-*+•]|\d{1,9}[.)])(?:[ \t]+|$)/u.test(head);
}

/** Columns of white space at the start; a tab counts to the next multiple of four. */
export function indentation(head: string): number {
  let columns = 0;
  for (const character of head) {
    if (character === ' ') columns += 1;
    else if (character === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

/** The backticks or tildes that open a fenced block on this line, also behind list markers. */
export function openingFence(head: string): string | undefined {
  const match = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/su.exec(head);
  const fence = match?.[1];
  return fence === undefined || (fence.startsWith('`') && match?.[2]?.includes('`') === true) ? undefined : fence;
}

export function closesFence(head: string, fence: string): boolean {
  const trimmed = head.trim();
  return trimmed.length >= fence.length && trimmed === fence.charAt(0).repeat(trimmed.length);
}

/** Whether a table starts here: a line with `|` above a delimiter row such as `|---|:-:|`. */
export function isTableHeader(text: string, line: TextLine): boolean {
  if (!hasPipe(text, line) || line.next >= text.length) return false;
  const below = lineAt(text, line.next);
  if (!/^[ \t]*[|:-]/u.test(lineHead(text, below, 80))) return false;
  const delimiter = text.slice(below.start, below.end);
  return delimiter.includes('|') && delimiter.includes('-') && /^[\s|:-]+$/u.test(delimiter);
}

export function hasPipe(text: string, line: TextLine): boolean {
  return text.slice(line.start, line.end).includes('|');
}
