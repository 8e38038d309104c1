import { isBlankLine, lineHead, linesOf, type TextLine } from './text-line.js';

/** Neighbouring lines that belong together, or a part of one very long line. */
export interface LinePiece {
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** 1-based where a single line had to be cut, else 0. */
  readonly part: number;
}

export interface PieceLimits {
  readonly lines: number;
  readonly characters: number;
}

/** Whether a line that is not blank begins a new piece. */
export type StartsPiece = (head: string, isAfterBlank: boolean) => boolean;

/** Lines belong together until a blank one. */
export const startsParagraph: StartsPiece = (_head, isAfterBlank) => isAfterBlank;

/**
 * Cuts a text into pieces within the limits: where `startsPiece` says so, else at the last blank line that fits, else at
 * a line's end, and a line that is too long by itself at a blank in it. Blank lines between pieces belong to none.
 */
export function* linePieces(text: string, limits: PieceLimits, startsPiece: StartsPiece): Generator<LinePiece> {
  let open: OpenPiece | undefined;
  let lineNumber = 0;
  let isAfterBlank = true;
  for (const line of linesOf(text)) {
    lineNumber += 1;
    if (isBlankLine(text, line)) {
      isAfterBlank = true;
      continue;
    }
    const isLong = line.end - line.start > limits.characters;
    if (open !== undefined && (isLong || startsPiece(lineHead(text, line), isAfterBlank))) {
      yield open.whole();
      open = undefined;
    }
    while (open?.isFullFor(line, lineNumber, limits) === true) {
      const { piece, rest }: Cut = open.cut(isAfterBlank);
      yield piece;
      open = rest;
    }
    if (isLong) yield* partsOf(text, line, lineNumber, limits.characters);
    else if (open === undefined)
      open = new OpenPiece({ offset: line.start, line: lineNumber }, { offset: line.end, line: lineNumber });
    else open.add(line, lineNumber, isAfterBlank);
    isAfterBlank = false;
  }
  if (open !== undefined) yield open.whole();
}

interface Place {
  readonly offset: number;
  readonly line: number;
}

interface Cut {
  readonly piece: LinePiece;
  readonly rest: OpenPiece | undefined;
}

class OpenPiece {
  readonly #start: Place;
  #end: Place;
  /** The last blank stretch inside: end of what is above it, start of what is below it. */
  #gap: { readonly above: Place; readonly below: Place } | undefined;

  constructor(start: Place, end: Place) {
    this.#start = start;
    this.#end = end;
  }

  add(line: TextLine, lineNumber: number, isAfterBlank: boolean): void {
    if (isAfterBlank) this.#gap = { above: this.#end, below: { offset: line.start, line: lineNumber } };
    this.#end = { offset: line.end, line: lineNumber };
  }

  isFullFor(line: TextLine, lineNumber: number, limits: PieceLimits): boolean {
    const lines = lineNumber - this.#start.line + 1;
    return lines > limits.lines || line.end - this.#start.offset > limits.characters;
  }

  whole(): LinePiece {
    return pieceOf(this.#start, this.#end);
  }

  /** Gives away what stands above the last gap and keeps the rest; without a gap, gives all. */
  cut(isNextAfterBlank: boolean): Cut {
    if (this.#gap === undefined || isNextAfterBlank) return { piece: this.whole(), rest: undefined };
    return { piece: pieceOf(this.#start, this.#gap.above), rest: new OpenPiece(this.#gap.below, this.#end) };
  }
}

function pieceOf(start: Place, end: Place): LinePiece {
  return { start: start.offset, end: end.offset, firstLine: start.line, lastLine: end.line, part: 0 };
}

function* partsOf(text: string, line: TextLine, lineNumber: number, characters: number): Generator<LinePiece> {
  let part = 0;
  for (let start = line.start; start < line.end; ) {
    const end = cutBefore(text, start, Math.min(line.end, start + characters));
    if (text.slice(start, end).trim() !== '') {
      part += 1;
      yield { start, end, firstLine: lineNumber, lastLine: lineNumber, part };
    }
    start = end;
  }
}

/** The end of the last word in the second half of a part, or its end, but never inside a surrogate pair. */
function cutBefore(text: string, start: number, end: number): number {
  if (end >= text.length || text.charAt(end) === '\n') return end;
  const half = start + Math.ceil((end - start) / 2);
  for (let index = end; index > half; index -= 1) if (/\s/u.test(text.charAt(index - 1))) return index;
  const isPairCut = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(end));
  return isPairCut ? end - 1 : end;
}
