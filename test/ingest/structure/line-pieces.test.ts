import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linePieces, startsParagraph } from '../../../ingest/structure/line-pieces.js';
import { NumberedPages } from '../../../ingest/structure/numbered-pages.js';

const limits = { lines: 5, characters: 20 };

function piecesOf(text: string): string[] {
  return [...linePieces(text, limits, startsParagraph)].map((piece) => text.slice(piece.start, piece.end));
}

describe('pieces of lines', () => {
  it('end at blank lines', () => {
    expect(piecesOf('\n\na\nb\n \n\nc')).toEqual(['a\nb', 'c']);
  });

  it('end at a line when they have too many lines or characters', () => {
    expect(piecesOf('1\n2\n3\n4\n5\n6')).toEqual(['1\n2\n3\n4\n5', '6']);
    expect(piecesOf('0123456789\n0123456789\nx')).toEqual(['0123456789', '0123456789\nx']);
  });

  it('prefer the last blank line inside where lines may stand across one', () => {
    const text = 'a\nb\n\nc\nd\ne';
    const pieces = [...linePieces(text, limits, () => false)].map((piece) => text.slice(piece.start, piece.end));
    expect(pieces).toEqual(['a\nb', 'c\nd\ne']);
  });

  it('cut a line that is too long at a blank, and count its parts', () => {
    const text = 'short\nabcdefghijklm opqrstuvwxyz';
    const pieces = [...linePieces(text, limits, startsParagraph)];
    expect(pieces.map((piece) => text.slice(piece.start, piece.end))).toEqual([
      'short',
      'abcdefghijklm ',
      'opqrstuvwxyz',
    ]);
    expect(pieces.map((piece) => piece.part)).toEqual([0, 1, 2]);
  });

  it('hold every visible character once, in order, within the limits, and never half a character', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', ' ', '\n', '\n\n', '😀', '中文'), { maxLength: 200 });
    const property = fc.property(text, fc.boolean(), (parts, mayCrossBlank) => {
      const joined = parts.join('');
      const pieces = [...linePieces(joined, limits, mayCrossBlank ? () => false : startsParagraph)];
      const slices = pieces.map((piece) => joined.slice(piece.start, piece.end));
      expect(slices.join('').replace(/\s/gu, '')).toBe(joined.replace(/\s/gu, ''));
      for (const slice of slices) {
        expect(slice.length).toBeLessThanOrEqual(limits.characters);
        expect(slice).not.toMatch(/\p{Cs}/u);
      }
      for (const piece of pieces) expect(piece.lastLine - piece.firstLine).toBeLessThan(limits.lines);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('numbered pages', () => {
  const piece = (firstLine: number, lastLine: number, part = 0) => ({ start: 0, end: 1, firstLine, lastLine, part });

  it('are filled up to the limits and labelled with what they hold', () => {
    const pages = new NumberedPages({ lines: 10, characters: 100 });
    expect([piece(1, 4), piece(6, 10), piece(11, 11)].map((each) => pages.place(each))).toEqual([1, 1, 2]);
    expect(pages.pages(50).map((page) => page.label)).toEqual(['lines 1–10', 'line 11']);
  });

  it('say which parts of a line they hold', () => {
    const pages = new NumberedPages({ lines: 10, characters: 0 });
    for (const part of [1, 2]) pages.place(piece(3, 3, part));
    expect(pages.pages(50).map((page) => page.label)).toEqual(['line 3, part 1', 'line 3, part 2']);
  });
});
