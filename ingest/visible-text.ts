import type { Block, Extraction, Page } from '../src/core/document.js';

/** Text and its pages after something was taken out. */
export type CleanText = Pick<Extraction, 'text' | 'pages'>;

/**
 * Characters that show nothing, in which a page can hide words from people and not from models: zero-width and
 * direction marks, tags, all that Unicode calls "default ignorable", interlinear notes, controls.
 */
const ignorableRun = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]+|[^\P{Cc}\t\n\r]/gu;
/** One of these between or behind letters that need it is spelling: emoji, Persian, the scripts of India. */
const joiners = /^(?:\u200C|\u200D|\uFE0E|\uFE0F|\uFE0F\u200D)$/u;
const joined =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}]$|[\u0900-\u0DFF]$|[\d#*]$/u;

/** The text as it looks: without characters that show nothing. */
export function withoutIgnorable(text: string): string {
  return text.replace(ignorableRun, (run, offset: number) =>
    joiners.test(run) && joined.test(text.slice(Math.max(0, offset - 2), offset)) ? run : '',
  );
}

/** Rewrites a text piece by piece and moves its pages along. */
export function rewritten({ text, pages }: CleanText, rewrite: (piece: string) => string): CleanText {
  const cuts = [...new Set([0, text.length, ...pages.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const places = new Map<number, number>([[0, 0]]);
  const parts: string[] = [];
  let length = 0;
  for (const [index, start] of cuts.entries()) {
    const part = rewrite(text.slice(start, cuts[index + 1] ?? text.length));
    places.set(start, length);
    parts.push(part);
    length += part.length;
  }
  const moved = (page: Page) => ({ ...page, start: places.get(page.start) ?? 0, end: places.get(page.end) ?? length });
  return { text: parts.join(''), pages: pages.map(moved) };
}

/** Markdown without comments: those between its blocks, and those within that are not code. */
export function withoutComments(text: string, blocks: readonly Block[]): string {
  if (!text.includes('<!--')) return text;
  let end = 0;
  let clean = '';
  for (const block of blocks) {
    clean += withoutClosedComments(text.slice(end, block.start));
    const inside = text.slice(block.start, block.end);
    clean += block.kind === 'code' ? inside : withoutClosedComments(inside);
    end = block.end;
  }
  return clean + withoutClosedComments(text.slice(end));
}

/** Each comment is looked for once; one that is never closed is text, as it is in Markdown. */
function withoutClosedComments(text: string): string {
  let clean = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end === -1) break;
    clean += text.slice(from, start);
    from = end + 3;
  }
  return clean + text.slice(from);
}
