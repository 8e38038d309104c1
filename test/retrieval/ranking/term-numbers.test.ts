import { describe, expect, it } from 'vitest';
import { TermNumbers } from '../../../src/retrieval/ranking/term-numbers.js';

describe('TermNumbers', () => {
  it('numbers hashes in the order of their first look-up', () => {
    const numbers = new TermNumbers(4);
    expect([70, -3, 70, 0, -3].map((hash) => numbers.of(hash))).toEqual([0, 1, 0, 2, 1]);
    expect(numbers.size).toBe(3);
  });

  it('tells hashes apart that fall on the same place, as many as were announced', () => {
    const hashes = Array.from({ length: 500 }, (_, at) => at * 1024 - 2 ** 31);
    const numbers = new TermNumbers(hashes.length);
    expect(hashes.map((hash) => numbers.of(hash))).toEqual(hashes.map((_, at) => at));
    expect(hashes.map((hash) => numbers.of(hash))).toEqual(hashes.map((_, at) => at));
    expect(numbers.size).toBe(500);
  });
});
