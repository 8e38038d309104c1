import type { Page, PageKind } from '../../src/core/document.js';
import type { LinePiece, PieceLimits } from './line-pieces.js';

/** How pages call what they count: `lines 1–48`, `row 7`. Without `many` nothing is counted: `scripts`. */
export interface PageNames {
  readonly kind: PageKind;
  readonly one: string;
  readonly many?: string;
}

export const lineNames: PageNames = { kind: 'lines', one: 'line', many: 'lines' };

interface OpenPage {
  readonly names: PageNames;
  readonly first: LinePiece;
  last: LinePiece;
}

/** Packs numbered pieces (lines, rows, records) into pages within the limits; pages tile the text, no piece crosses them. */
export class NumberedPages {
  readonly #limits: PieceLimits;
  readonly #pages: OpenPage[] = [];

  constructor(limits: PieceLimits) {
    this.#limits = limits;
  }

  /** The number of the page that holds the piece; other names begin another page. */
  place(piece: LinePiece, names: PageNames = lineNames): number {
    const page = this.#pages.at(-1);
    const fits =
      page?.names === names &&
      piece.lastLine - page.first.firstLine < this.#limits.lines &&
      piece.end - page.first.start <= this.#limits.characters;
    if (fits) page.last = piece;
    else this.#pages.push({ names, first: piece, last: piece });
    return this.#pages.length;
  }

  pages(textLength: number): Page[] {
    return this.#pages.map(({ names, first, last }, index) => ({
      number: index + 1,
      kind: names.kind,
      label: labelOf(names, first, last),
      start: index === 0 ? 0 : first.start,
      end: this.#pages[index + 1]?.first.start ?? textLength,
    }));
  }
}

function labelOf(names: PageNames, first: LinePiece, last: LinePiece): string {
  const isCounted = names.many !== undefined;
  if (isCounted && first.firstLine !== last.lastLine) return `${names.many} ${first.firstLine}–${last.lastLine}`;
  const one = isCounted ? `${names.one} ${first.firstLine}` : names.one;
  if (first.part === 0) return one;
  return first.part === last.part ? `${one}, part ${first.part}` : `${one}, parts ${first.part}–${last.part}`;
}
