import type { Block, Page } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import type { Extractor } from '../extractor.js';
import { HeadingPath } from '../structure/heading-path.js';
import { type LinePiece, linePieces, startsParagraph } from '../structure/line-pieces.js';
import { NumberedPages } from '../structure/numbered-pages.js';
import { SectionBuilder } from '../structure/section-builder.js';
import { underlinedHeading } from '../structure/underlined-heading.js';
import { requireBlocks } from './require-blocks.js';

/** About what fits on a screen or two: a citation should lead near its place. */
const pageLimits = { lines: 200, characters: 20_000 };
/** Lines without a blank one between them are cut so that a page holds several pieces, and a heading with some of them. */
const pieceLimits = { lines: 50, characters: 5_000 };
/** In plain text, a line much longer than the words above it separates rather than underlines. */
const maximumOverhang = 3;

/** Any text that no other extractor takes: notes, logs, reStructuredText. */
export const plainTextExtractor: Extractor = {
  format: 'text',
  version: 1,
  accepts: (probe) => probe.textHead !== undefined && probe.mimeType === undefined,
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    const structure = plainTextStructure(text, file.extension === '.rst' ? Number.POSITIVE_INFINITY : maximumOverhang);
    const { title, pages, blocks } = structure;
    return requireBlocks(file, { text, ...(title === undefined ? {} : { title }), pages, blocks, metadata });
  },
};

interface Paragraph extends LinePiece {
  /** Set for headings. */
  readonly level: number | undefined;
  readonly title: string;
}

export interface PlainTextStructure {
  /** The text's first words, where they are a heading. */
  readonly title: string | undefined;
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
}

/**
 * Paragraphs and underlined headings. A text whose sections are short has a page for each; any other has pages of lines.
 */
export function plainTextStructure(text: string, overhang = maximumOverhang): PlainTextStructure {
  // Read twice rather than kept: a large text has millions of paragraphs.
  const paragraphs = () => paragraphsOf(text, overhang);
  const first = paragraphs().next().value;
  const title = first?.level === undefined ? undefined : first.title;
  return { title, ...(hasShortSections(paragraphs()) ? sectionsOf(text, paragraphs()) : linesOf(text, paragraphs())) };
}

function* paragraphsOf(text: string, overhang: number): Generator<Paragraph, undefined> {
  const styles: string[] = [];
  for (const piece of linePieces(text, pieceLimits, startsParagraph)) {
    const mayBeHeading = piece.lastLine > piece.firstLine && piece.lastLine - piece.firstLine <= 2;
    const heading = mayBeHeading ? underlinedHeading(text.slice(piece.start, piece.end), overhang) : undefined;
    if (heading !== undefined && !styles.includes(heading.style)) styles.push(heading.style);
    const level = heading === undefined ? undefined : styles.indexOf(heading.style) + 1;
    yield { ...piece, level, title: heading?.title ?? '' };
  }
  return undefined;
}

function hasShortSections(paragraphs: Iterable<Paragraph>): boolean {
  let first: Paragraph | undefined;
  for (const paragraph of paragraphs) {
    if (first === undefined || paragraph.level !== undefined) first = paragraph;
    if (paragraph.lastLine - first.firstLine >= pageLimits.lines) return false;
    if (paragraph.end - first.start > pageLimits.characters) return false;
  }
  return true;
}

function sectionsOf(text: string, paragraphs: Iterable<Paragraph>): Pick<PlainTextStructure, 'pages' | 'blocks'> {
  const sections = new SectionBuilder();
  for (const { level, title, start, end } of paragraphs) {
    if (level === undefined) sections.block('paragraph', start, end);
    else sections.heading(level, title, start, end);
  }
  return { pages: sections.pages(text.length), blocks: sections.blocks };
}

function linesOf(text: string, paragraphs: Iterable<Paragraph>): Pick<PlainTextStructure, 'pages' | 'blocks'> {
  const pages = new NumberedPages(pageLimits);
  const path = new HeadingPath();
  const blocks: Block[] = [];
  for (const paragraph of paragraphs) {
    const { level, title, start, end } = paragraph;
    if (level !== undefined) path.enter(level, title);
    const kind = level === undefined ? 'paragraph' : 'heading';
    blocks.push({ kind, start, end, headings: path.titles, page: pages.place(paragraph) });
  }
  return { pages: pages.pages(text.length), blocks };
}
