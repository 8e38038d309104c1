import type { Block, BlockKind, Page } from '../../src/core/document.js';
import { HeadingPath } from './heading-path.js';

/** Collects headings and blocks in reading order and makes one page of each heading's section. */
export class SectionBuilder {
  readonly blocks: Block[] = [];
  readonly #pages: { start: number; label: string }[] = [];
  readonly #path: HeadingPath;
  #hasHeadings = false;

  constructor(path: HeadingPath = new HeadingPath()) {
    this.#path = path;
  }

  heading(level: number, title: string, start: number, end: number): void {
    this.#hasHeadings = true;
    this.#path.enter(level, title);
    this.#pages.push({ start, label: this.#path.titles.join(' › ') });
    this.#add('heading', start, end);
  }

  block(kind: BlockKind, start: number, end: number): void {
    if (this.#pages.length === 0) this.#pages.push({ start: 0, label: 'beginning' });
    this.#add(kind, start, end);
  }

  /** The pages tile the whole text. A text without any heading is one page, `whole document`. */
  pages(textLength: number): Page[] {
    return this.#pages.map((page, index) => ({
      number: index + 1,
      kind: 'section',
      label: this.#hasHeadings ? page.label : 'whole document',
      start: index === 0 ? 0 : page.start,
      end: this.#pages[index + 1]?.start ?? textLength,
    }));
  }

  #add(kind: BlockKind, start: number, end: number): void {
    this.blocks.push({ kind, start, end, headings: this.#path.titles, page: this.#pages.length });
  }
}
