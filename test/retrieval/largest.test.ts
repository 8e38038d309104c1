import { describe, expect, it } from 'vitest';
import { largest } from '../../src/retrieval/largest.js';

const isBefore = (a: number, b: number) => a < b;

describe('largest', () => {
  it('gives what sorting all gives, whatever the order and the ties', () => {
    // A linear congruential generator: the same values each time.
    let state = 7;
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state % 20;
    };
    for (const limit of [0, 1, 5, 64, 200]) {
      const scores = Array.from({ length: 100 }, next);
      const keys = scores.map((_, key) => key);
      const sorted = [...keys].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, limit);
      const scoreOf = (key: number) => scores[key] ?? 0;
      expect(largest(keys, { limit, scoreOf, isBefore })).toEqual(sorted);
      expect(largest([...keys].reverse(), { limit, scoreOf, isBefore })).toEqual(sorted);
    }
  });

  it('gives nothing of nothing', () => {
    expect(largest([], { limit: 3, scoreOf: () => 1, isBefore })).toEqual([]);
  });
});
