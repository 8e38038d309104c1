import { describe, expect, it } from 'vitest';
import { withheldQuestions } from '../../../../server/bench/answers/withheld-questions.js';

const numbers = Array.from({ length: 101 }, (_, number) => number);

describe('withheldQuestions', () => {
  it('takes the share, each once and in order', () => {
    const half = withheldQuestions(numbers, { share: 0.5, seed: 1 });
    expect(half).toHaveLength(51);
    expect([...new Set(half)].sort((a, b) => a - b)).toEqual(half);
    expect(withheldQuestions(numbers, { share: 0.1, seed: 1 })).toHaveLength(10);
    expect(withheldQuestions([], { share: 0.5, seed: 1 })).toEqual([]);
  });

  it('takes the same for the same seed and others for another', () => {
    const taken = (seed: number) => withheldQuestions(numbers, { share: 0.5, seed });
    expect(taken(1)).toEqual(taken(1));
    expect(taken(1)).not.toEqual(taken(2));
  });

  it('takes every question equally often', () => {
    const counts = numbers.map(() => 0);
    for (let seed = 0; seed < 400; seed++) {
      for (const number of withheldQuestions(numbers, { share: 0.5, seed })) counts[number] = (counts[number] ?? 0) + 1;
    }
    // 202 expected, one standard deviation 10.
    expect(Math.min(...counts)).toBeGreaterThan(150);
    expect(Math.max(...counts)).toBeLessThan(254);
  });
});
