import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns, largestChanges, type QueryPair } from '../../src/evaluation/compare-runs.js';
import { bootstrapInterval } from '../../src/evaluation/paired-bootstrap.js';
import { randomisationTest } from '../../src/evaluation/randomisation-test.js';
import { seededRandom } from '../../src/evaluation/seeded-random.js';

const pairsOf = (differences: readonly number[]): QueryPair[] =>
  differences.map((difference, position) => ({ query: `q${position}`, first: 0.5, second: 0.5 + difference }));

/** The exact p-value: the share of all 2^n sign patterns whose sum is at least as far from zero. */
function exactPValue(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - 1e-9;
  const patterns = 2 ** differences.length;
  let count = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    const sum = differences.reduce((total, value, place) => total + ((pattern >> place) & 1 ? -value : value), 0);
    if (Math.abs(sum) >= observed) count++;
  }
  return count / patterns;
}

describe('the comparison of two runs', () => {
  it('finds nothing between a run and itself', () => {
    expect(compareRuns(pairsOf([0, 0, 0, 0]))).toEqual({
      queries: 4,
      firstMean: 0.5,
      secondMean: 0.5,
      difference: 0,
      interval: { lower: 0, upper: 0 },
      pValue: 1,
      won: 0,
      lost: 0,
      tied: 4,
    });
  });

  it('is sure of a clear difference', () => {
    const pairs = Array.from({ length: 50 }, (_, n) => ({ query: `q${n}`, first: 0.2, second: 0.4 + (n % 5) / 10 }));
    const { difference, interval, pValue, won } = compareRuns(pairs);
    expect(difference).toBeCloseTo(0.4, 10);
    expect(interval.lower).toBeGreaterThan(0.35);
    expect(interval.upper).toBeLessThan(0.45);
    expect(pValue).toBe(1 / 10_001); // no round is as far out: the smallest value that 10,000 rounds can give
    expect(won).toBe(50);
  });

  it('is unsure where wins and losses balance', () => {
    const { difference, interval, pValue } = compareRuns(pairsOf([0.25, -0.25, 0.125, -0.125, 0.5, -0.5]));
    expect(difference).toBe(0);
    expect(interval.lower).toBeLessThan(0);
    expect(interval.upper).toBeGreaterThan(0);
    expect(pValue).toBe(1);
  });

  it('gives the same for the same, and other resamples for another seed', () => {
    const pairs = pairsOf([0.3, -0.1, 0.2, 0, 0.05, -0.2, 0.4]);
    expect(compareRuns(pairs)).toEqual(compareRuns(pairs));
    expect(compareRuns(pairs, { seed: 2 }).pValue).not.toBe(compareRuns(pairs).pValue);
  });

  it('turns its sign, and nothing else, when the two are exchanged', () => {
    const anyPairs = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(anyPairs, (differences) => {
        const pairs = pairsOf(differences);
        const exchanged = pairs.map(({ query, first, second }) => ({ query, first: second, second: first }));
        const options = { resamples: 200, rounds: 200 };
        const one = compareRuns(pairs, options);
        const other = compareRuns(exchanged, options);
        expect(other.difference).toBeCloseTo(-one.difference, 12);
        expect(other.interval.lower).toBeCloseTo(-one.interval.upper, 12);
        expect(other.interval.upper).toBeCloseTo(-one.interval.lower, 12);
        expect(other.pValue).toBe(one.pValue);
        expect([other.won, other.lost, other.tied]).toEqual([one.lost, one.won, one.tied]);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses to compare without a query', () => {
    expect(() => compareRuns([])).toThrow('no query');
  });
});

describe('the randomisation test', () => {
  // Four standard errors of 10,000 rounds: sqrt(p (1 - p) / 10,000) <= 0.005.
  it.each([
    { differences: [0.1, 0.2, 0.3, 0.4, 0.5] },
    { differences: [0.5, -0.1, 0.3, 0.2, -0.05, 0.4, 0.1, 0.3] },
    { differences: [1, 1, 1, -1, 1, 0, 0, 1] },
    { differences: [0.02, -0.01, 0.03, 0.001, 0.04, -0.02, 0.05, 0.01, 0.02, 0.03, -0.01, 0.02] },
  ])('agrees with all sign patterns of $differences', ({ differences }) => {
    const estimated = randomisationTest(differences, { rounds: 10_000, seed: 7 });
    expect(Math.abs(estimated - exactPValue(differences))).toBeLessThan(0.02);
  });

  it('counts a sum that differs in the last bits only as equally far out', () => {
    // 0.1 + 0.2 - 0.3 is 5.6e-17 in one order and 0 in another; every pattern is at least as far out as zero.
    expect(randomisationTest([0.1, 0.2, -0.3], { rounds: 100, seed: 1 })).toBe(1);
    // One query: both patterns are equally far out.
    expect(randomisationTest([0.7], { rounds: 100, seed: 1 })).toBe(1);
  });

  it('finds few differences between equal systems, as many as its level says', () => {
    const random = seededRandom(11);
    const trials = 400;
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      const differences = Array.from({ length: 30 }, () => random() / 2 ** 32 - 0.5);
      if (randomisationTest(differences, { rounds: 199, seed: trial }) <= 0.1) found++;
    }
    expect(found / trials).toBeGreaterThan(0.06);
    expect(found / trials).toBeLessThan(0.14);
  });
});

describe('the bootstrap interval', () => {
  const options = { resamples: 10_000, confidence: 0.95, seed: 3 };

  it('agrees with the normal interval where there are many queries', () => {
    const random = seededRandom(5);
    const differences = Array.from({ length: 400 }, () => random() / 2 ** 32 - 0.4);
    const mean = differences.reduce((sum, value) => sum + value, 0) / 400;
    const deviation = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400);
    const { lower, upper } = bootstrapInterval(differences, options);
    expect(lower).toBeCloseTo(mean - (1.96 * deviation) / 20, 2);
    expect(upper).toBeCloseTo(mean + (1.96 * deviation) / 20, 2);
  });

  it('leaves the same number of resamples out at both ends', () => {
    // Of one query that scores 0 and one that scores 1, a quarter of the resamples has the mean 0, a quarter 1.
    expect(bootstrapInterval([0, 1], options)).toEqual({ lower: 0, upper: 1 });
    expect(bootstrapInterval([0, 1], { ...options, confidence: 0.4 })).toEqual({ lower: 0.5, upper: 0.5 });
    expect(bootstrapInterval([0.25], options)).toEqual({ lower: 0.25, upper: 0.25 });
  });
});

describe('the queries that changed most', () => {
  const pairs = pairsOf([0.1, -0.2, 0, 0.4, -0.1, 0.4]);

  it('come in order of the change, unchanged ones left out', () => {
    const { won, lost } = largestChanges(pairs, 10);
    expect(won.map(({ query }) => query)).toEqual(['q3', 'q5', 'q0']);
    expect(lost.map(({ query }) => query)).toEqual(['q1', 'q4']);
  });

  it('are as many as asked for', () => {
    const { won, lost } = largestChanges(pairs, 1);
    expect(won.map(({ query }) => query)).toEqual(['q3']);
    expect(lost.map(({ query }) => query)).toEqual(['q1']);
  });
});
