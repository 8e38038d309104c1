import type { Page } from '../../src/core/document.js';
import type { LinePiece, PieceLimits } from './line-pieces.js';

/** Packs pieces into pages of kind `lines` within the limits; the pages tile the text and no piece crosses them. */
export class LinePages {
  readonly #limits: PieceLimits;
  readonly #pages: { first: LinePiece; last: LinePiece }[] = [];

  constructor(limits: PieceLimits) {
    this.#limits = limits;
  }

  /** The number of the page that holds the piece. */
  place(piece: LinePiece): number {
    const page = this.#pages.at(-1);
    const fits =
      page !== undefined &&
      piece.lastLine - page.first.firstLine < this.#limits.lines &&
      piece.end - page.first.start <= this.#limits.characters;
    if (fits) page.last = piece;
    else this.#pages.push({ first: piece, last: piece });
    return this.#pages.length;
  }

  pages(textLength: number): Page[] {
    return this.#pages.map(({ first, last }, index) => ({
      number: index + 1,
      kind: 'lines',
      label: linesLabel(first, last),
      start: index === 0 ? 0 : first.start,
      end: this.#pages[index + 1]?.first.start ?? textLength,
    }));
  }
}

function linesLabel(first: LinePiece, last: LinePiece): string {
  if (first.firstLine !== last.lastLine) return `lines ${first.firstLine}–${last.lastLine}`;
  if (first.part === 0) return `line ${first.firstLine}`;
  const parts = first.part === last.part ? `part ${first.part}` : `parts ${first.part}–${last.part}`;
  return `line ${first.firstLine}, ${parts}`;
}
