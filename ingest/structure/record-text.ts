import type { Block, Extraction } from '../../src/core/document.js';
import { linePieces, type PieceLimits, type StartsPiece, startsParagraph } from './line-pieces.js';
import { NumberedPages, type PageNames } from './numbered-pages.js';

/** Up to here a record is one block, so that it stays in one chunk where it can. */
const shortRecord = 2_000;
const neverStarts: StartsPiece = () => false;

/** Composes the text of a file of records (rows, lines, array elements), with its pages and blocks. */
export class RecordText {
  readonly #limits: PieceLimits;
  readonly #separator: string;
  readonly #pages: NumberedPages;
  readonly #parts: string[] = [];
  readonly #blocks: Block[] = [];
  #length = 0;

  /** @param limits records and characters per page */
  constructor(limits: PieceLimits, separator: string) {
    this.#limits = limits;
    this.#separator = separator;
    this.#pages = new NumberedPages(limits);
  }

  /** Blank records are left out. */
  add(record: string, number: number, names: PageNames): void {
    if (record.trim() === '') return;
    if (this.#parts.length > 0) this.#write(this.#separator);
    const base = this.#length;
    this.#write(record);
    for (const { start, end, part } of this.#unitsOf(record)) {
      const piece = { start: base + start, end: base + end, firstLine: number, lastLine: number, part };
      this.#addBlocks(record.slice(start, end), piece.start, this.#pages.place(piece, names));
    }
  }

  result(): Pick<Extraction, 'text' | 'pages' | 'blocks'> {
    return { text: this.#parts.join(''), pages: this.#pages.pages(this.#length), blocks: this.#blocks };
  }

  /** The whole record, or numbered parts of one that no page can hold. */
  #unitsOf(record: string): readonly { readonly start: number; readonly end: number; readonly part: number }[] {
    const { characters } = this.#limits;
    if (record.length <= characters) return [{ start: 0, end: record.length, part: 0 }];
    const pieces = linePieces(record, { lines: Number.POSITIVE_INFINITY, characters }, neverStarts);
    return Array.from(pieces, (piece, index) => ({ ...piece, part: index + 1 }));
  }

  #addBlocks(unit: string, base: number, page: number): void {
    if (unit.length <= shortRecord) {
      this.#blocks.push({ kind: 'row', start: base, end: base + unit.length, headings: [], page });
      return;
    }
    const limits = { lines: Number.POSITIVE_INFINITY, characters: this.#limits.characters };
    for (const { start, end } of linePieces(unit, limits, startsParagraph)) {
      this.#blocks.push({ kind: 'paragraph', start: base + start, end: base + end, headings: [], page });
    }
  }

  #write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}
