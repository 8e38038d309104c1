import { seededRandom } from './seeded-random.js';

export interface RandomisationOptions {
  readonly rounds: number;
  readonly seed: number;
}

/**
 * The two-sided p-value of the paired randomisation test. If the two systems were the same, each query's values could
 * as well have come out the other way round: the sign of each difference is flipped by a fair coin, and the p-value is
 * the share of rounds whose mean is at least as far from zero as the observed one. The observed arrangement counts as a
 * round of its own, (count + 1) / (rounds + 1), so the value is never 0.
 *
 * Source: Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for Information Retrieval
 * Evaluation, CIKM 2007.
 */
export function randomisationTest(differences: readonly number[], options: RandomisationOptions): number {
  const { rounds, seed } = options;
  const values = Float64Array.from(differences.filter((difference) => difference !== 0)); // a flipped zero is zero
  const spread = values.reduce((sum, value) => sum + Math.abs(value), 0);
  // Sums of the same numbers in other signs that are equal on paper differ in the last bits.
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0)) - spread * 1e-10;
  const random = seededRandom(seed);
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    if (Math.abs(flippedSum(values, random)) >= observed) count++;
  }
  return (count + 1) / (rounds + 1);
}

/** One random number holds the coins of 32 queries. */
function flippedSum(values: Float64Array, random: () => number): number {
  let sum = 0;
  let coins = 0;
  for (const [position, value] of values.entries()) {
    coins = position % 32 === 0 ? random() : coins >>> 1;
    sum += (coins & 1) === 0 ? value : -value;
  }
  return sum;
}
