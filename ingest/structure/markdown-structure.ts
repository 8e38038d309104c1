import type { Block, BlockKind, Page } from '../../src/core/document.js';
import { HeadingPath } from './heading-path.js';
import { headingText } from './heading-text.js';
import {
  closesFence,
  hasPipe,
  headingLine,
  indentation,
  isEmbeddedPicture,
  isListItem,
  isTableHeader,
  isThematicBreak,
  openingFence,
  underlineLevel,
} from './markdown-line.js';
import { RawRegions } from './raw-regions.js';
import { SectionBuilder } from './section-builder.js';
import { isBlankLine, lineAt, lineHead, type TextLine } from './text-line.js';

export interface MarkdownStructure {
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
  /** The first heading of any level, as plain text. */
  readonly firstHeading: string | undefined;
  /** The first level-1 heading, as plain text. */
  readonly firstTopHeading: string | undefined;
}

/**
 * Sections and blocks of Markdown, in one pass over its lines; offsets are into `text` as given. A table is one block,
 * a list with its nested items is one block; either may be split at line ends. HTML comments, thematic breaks and
 * embedded pictures lie between blocks. A `path` given carries the headings of the text that came before.
 */
export function markdownStructure(text: string, path: HeadingPath = new HeadingPath()): MarkdownStructure {
  return new MarkdownScanner(text, path).scan();
}

/** More than two lines, or longer ones, above `---` are a paragraph and a rule rather than a heading. */
const underlinedHeading = { lines: 2, characters: 200 };

interface OpenBlock {
  readonly kind: BlockKind;
  readonly start: number;
  end: number;
  lines: number;
}

class MarkdownScanner {
  readonly #text: string;
  readonly #sections: SectionBuilder;
  readonly #raw: RawRegions;
  readonly #firstByLevel = new Map<number | 'any', string>();
  #open: OpenBlock | undefined;
  #isInList = false;
  #isAfterBlank = false;

  constructor(text: string, path: HeadingPath) {
    this.#text = text;
    this.#sections = new SectionBuilder(path);
    this.#raw = new RawRegions(text);
  }

  scan(): MarkdownStructure {
    for (let position = 0; position < this.#text.length; ) {
      const line = lineAt(this.#text, position);
      if (isBlankLine(this.#text, line)) {
        if (this.#open?.kind !== 'list') this.#close();
        this.#isAfterBlank = true;
        position = line.next;
      } else {
        position = this.#read(line);
        this.#isAfterBlank = false;
      }
    }
    this.#close();
    return {
      pages: this.#sections.pages(this.#text.length),
      blocks: this.#sections.blocks,
      firstHeading: this.#firstByLevel.get('any'),
      firstTopHeading: this.#firstByLevel.get(1),
    };
  }

  /** Reads what starts at a line that is not blank; returns where to go on. */
  #read(line: TextLine): number {
    const head = lineHead(this.#text, line);
    const indent = indentation(head);
    const fence = openingFence(head);
    if (fence !== undefined && (indent < 4 || this.#isInList)) return this.#readFence(line, fence);
    if (isEmbeddedPicture(this.#text, line)) {
      this.#close();
      return line.next;
    }
    if (this.#isInList && indent >= 2) return this.#append('list', line);
    const region = indent < 4 ? this.#raw.at(line.start + head.search(/\S/u)) : undefined;
    if (region !== undefined) {
      this.#close();
      if (region.kind !== undefined) this.#sections.block(region.kind, line.start, region.end);
      return region.end;
    }
    if (this.#readHeading(line, head)) return line.next;
    if (isThematicBreak(head)) {
      this.#close();
      this.#isInList = false;
      return line.next;
    }
    return this.#readText(line, head, indent);
  }

  #readText(line: TextLine, head: string, indent: number): number {
    if (this.#open?.kind === 'table' && hasPipe(this.#text, line)) return this.#append('table', line);
    const isLazy = this.#open?.kind === 'list' && !this.#isAfterBlank;
    if (isListItem(head) && (indent < 4 || this.#isInList)) {
      this.#isInList = true;
      return this.#append('list', line);
    }
    if (isLazy) return this.#append('list', line);
    this.#isInList = false;
    if (isTableHeader(this.#text, line)) {
      this.#close();
      return this.#append('table', line);
    }
    const isCode = indent >= 4 && this.#open?.kind !== 'paragraph';
    return this.#append(isCode ? 'code' : 'paragraph', line);
  }

  #readHeading(line: TextLine, head: string): boolean {
    const heading = headingLine(head);
    if (heading !== undefined) {
      this.#close();
      this.#heading(heading.level, heading.markdown, line.start, line.end);
      return true;
    }
    const level = underlineLevel(head);
    const above = this.#open;
    if (level === undefined || above?.kind !== 'paragraph' || above.lines > underlinedHeading.lines) return false;
    if (above.end - above.start > underlinedHeading.characters) return false;
    this.#open = undefined;
    this.#heading(level, this.#text.slice(above.start, above.end), above.start, line.end);
    return true;
  }

  #heading(level: number, markdown: string, start: number, end: number): void {
    const title = headingText(markdown);
    this.#isInList = false;
    if (title === '') {
      this.#sections.block('paragraph', start, end);
      return;
    }
    for (const key of [level, 'any'] as const) if (!this.#firstByLevel.has(key)) this.#firstByLevel.set(key, title);
    this.#sections.heading(level, title, start, end);
  }

  /** A fence that is never closed runs to the end, as CommonMark has it. */
  #readFence(opening: TextLine, fence: string): number {
    this.#close();
    let line = opening;
    while (line.next < this.#text.length) {
      line = lineAt(this.#text, line.next);
      if (closesFence(lineHead(this.#text, line), fence)) break;
    }
    this.#sections.block('code', opening.start, line.end);
    return line.next;
  }

  #append(kind: BlockKind, line: TextLine): number {
    if (this.#open?.kind !== kind) this.#close();
    this.#open ??= { kind, start: line.start, end: line.end, lines: 0 };
    this.#open.end = line.end;
    this.#open.lines += 1;
    return line.next;
  }

  #close(): void {
    if (this.#open !== undefined) this.#sections.block(this.#open.kind, this.#open.start, this.#open.end);
    this.#open = undefined;
  }
}
