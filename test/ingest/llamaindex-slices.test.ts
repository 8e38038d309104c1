import { describe, expect, it } from 'vitest';
import { slicesOf } from '../../ingest/llamaindex-slices.js';

const starts = (whole: string, parts: readonly string[]) => slicesOf(whole, parts).map((slice) => slice?.start);

describe('slicesOf', () => {
  it.each([
    ['one part', 'a b c', ['b'], [2]],
    ['parts side by side', 'A. B. C.', ['A.', 'B.', 'C.'], [0, 3, 6]],
    ['repeated parts', 'A. B. A. B.', ['A.', 'B.', 'A.', 'B.'], [0, 3, 6, 9]],
    ['equal parts', 'x x x', ['x', 'x', 'x'], [0, 2, 4]],
    ['overlapping parts', 'one two three four', ['one two', 'two three', 'three four'], [0, 4, 8]],
    ['an overlapping part whose text stands in the one before', 'foo bar foo foo', ['foo bar foo', 'foo foo'], [0, 8]],
    ['a part that ends with the text', 'foo bar foo foo', ['foo bar foo', 'foo'], [0, 12]],
    ['a part that is missing between repetitions', 'A. B. A. C. A.', ['A.', 'C.', 'A.'], [0, 9, 12]],
    ['another text', 'A. B.', ['A.', 'nothing of it', 'B.'], [0, undefined, 3]],
    ['the whole', 'A. B.', ['A. B.'], [0]],
    ['parts in another order', 'A. B. A.', ['B.', 'A.', 'A.'], [3, 0, 6]],
    ['more copies than there are places', 'A. B.', ['A.', 'A.'], [0, 0]],
  ])('finds %s', (_, whole, parts, expected) => {
    expect(starts(whole, parts)).toEqual(expected);
  });

  it('takes blanks alike, and gives the place in the text as it is', () => {
    expect(slicesOf('one\n\n two  (three) four', ['one two (three)', 'four'])).toEqual([
      { start: 0, end: 18 },
      { start: 19, end: 23 },
    ]);
  });

  it('stays fast on many repeated parts', () => {
    const parts = Array.from({ length: 5000 }, () => 'again and again');
    const slices = slicesOf(parts.join(' '), parts);
    expect(slices.at(-1)).toEqual({ start: 4999 * 16, end: 4999 * 16 + 15 });
  });
});
