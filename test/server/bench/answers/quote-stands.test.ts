import { describe, expect, it } from 'vitest';
import { quoteStands } from '../../../../server/bench/answers/quote-stands.js';
import type { StoredPage } from '../../../../src/store/index-store.js';
import { makeCitation } from '../../../fixtures/make-answer.js';

const page = (number: number, start: number, text: string): StoredPage => ({
  documentId: 'a',
  number,
  kind: 'page',
  label: `p. ${number}`,
  start,
  end: start + text.length,
  text,
});
// Between the pages lie two characters that are on none.
const pages = [page(1, 0, 'Boats pay 12 euros.'), page(2, 21, 'Long ones pay 20.')];
const quoted = (start: number, quote: string, end = start + quote.length) =>
  quoteStands(makeCitation({ start, end, quote }), pages);

describe('a quote', () => {
  it('stands where every character is the stored one, across pages too', () => {
    expect(quoted(6, 'pay 12 euros.')).toBe(true);
    expect(quoted(21, 'Long')).toBe(true);
    expect(quoted(16, 'os.\n\nLong')).toBe(true);
  });

  it('does not stand one character off, changed, of another length, or blank', () => {
    expect(quoted(7, 'pay 12 euros.')).toBe(false);
    expect(quoted(6, 'pay 13 euros.')).toBe(false);
    expect(quoted(6, 'pay 12', 13)).toBe(false);
    expect(quoted(16, 'os. and Lo')).toBe(false);
    expect(quoted(19, '\n\n')).toBe(false);
    expect(quoted(6, '')).toBe(false);
  });

  it('does not stand behind the end of the document', () => {
    expect(quoted(34, '20. And more')).toBe(false);
    expect(quoted(100, 'nothing')).toBe(false);
  });
});
