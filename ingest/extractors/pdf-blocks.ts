import type { BlockKind } from '../../src/core/document.js';
import { linesOf, type TextLine } from '../structure/text-line.js';

/** A block of one page; offsets are into the page's text. */
export interface PageBlock {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
}

/** A line this much shorter than the page's long lines ends a paragraph, if its sentence ends. */
const shortLine = 0.85;
/** From this number of lines on, a paragraph ends with the next sentence that ends at a line's end. */
const manyLines = 8;
/** So many figures at its end make a line a table row. */
const rowFigures = 2;

const sentenceEnd = /[.!?:;。！？：；][)\]"'”’»」』）]*$/u;
const listItem = /^(?:[•◦▪■●○–*·‣⁃➢✓]|-\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s?\S/iu;
const figure = /^[($€£¥+\-–—]*\d(?:[\d.,:/]*\d)?[)%x*†]*$|^[—–-]+%?$|^(?:n\/?a|nm)$/iu;
const currency = /^[$€£¥%()]+$/u;

/**
 * Cuts a page into headings, paragraphs, list items and table rows by the shape of its lines: PDFs hold lines, not
 * paragraphs. Every line with text is in exactly one block, in order. Linear.
 * @param headings spans of the page's known headings, in order
 */
export function pageBlocks(text: string, headings: readonly { start: number; end: number }[] = []): PageBlock[] {
  const lines = [...linesOf(text)].filter((line) => line.end > line.start);
  const fullLength = fullLineLength(lines);
  const ahead = headings.filter((heading) => heading.end > heading.start);
  const blocks: PageBlock[] = [];
  let open: (PageBlock & { end: number; lines: number }) | undefined;
  for (const line of lines) {
    while (ahead[0] !== undefined && ahead[0].end <= line.start) ahead.shift();
    const content = text.slice(line.start, line.end);
    const kind = ahead[0] !== undefined && ahead[0].start <= line.start ? 'heading' : kindOf(content);
    const isFirstOfHeading = kind === 'heading' && ahead[0]?.start === line.start;
    if (open === undefined || isFirstOfHeading || !continues(open, kind, line)) {
      open = { kind, start: line.start, end: line.end, lines: 0 };
      blocks.push(open);
    }
    open.end = line.end;
    open.lines += 1;
    if (endsParagraph(content, open.lines, fullLength) && kind !== 'heading') open = undefined;
  }
  return blocks.map(({ kind, start, end }) => ({ kind, start, end }));
}

/** A list item goes on in plain lines; rows and items each begin anew; a blank line ends anything. */
function continues(open: PageBlock, kind: BlockKind, line: TextLine): boolean {
  if (line.start > open.end + 1) return false;
  if (kind === 'heading' || open.kind === 'heading') return kind === open.kind;
  return kind === 'paragraph' && open.kind !== 'row';
}

function kindOf(line: string): BlockKind {
  if (isTableRow(line)) return 'row';
  return listItem.test(line) ? 'list' : 'paragraph';
}

/** `Net income $ 4,756 $ 4,822 (39)`: a label, if any, and then figures to the end. */
function isTableRow(line: string): boolean {
  const words = line.split(' ').filter((word) => !currency.test(word));
  const label = words.findLastIndex((word) => !figure.test(word));
  return words.length - 1 - label >= rowFigures;
}

/** A heading ends by being short without a sentence; the last line of a paragraph by being short with its end. */
function endsParagraph(line: string, lineCount: number, fullLength: number): boolean {
  const isShort = line.length < shortLine * fullLength;
  const isSentenceEnd = sentenceEnd.test(line);
  return isSentenceEnd && (isShort || lineCount >= manyLines);
}

/** Length that nine of ten lines do not exceed. */
function fullLineLength(lines: readonly TextLine[]): number {
  const lengths = lines.map((line) => line.end - line.start).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] ?? 0;
}
