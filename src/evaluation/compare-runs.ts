import { DocentError } from '../core/errors.js';
import { bootstrapInterval, type Interval } from './paired-bootstrap.js';
import { randomisationTest } from './randomisation-test.js';

/** What two systems scored on one query, in the same metric. */
export interface QueryPair {
  readonly query: string;
  readonly first: number;
  readonly second: number;
}

export interface RunComparison {
  readonly queries: number;
  readonly firstMean: number;
  readonly secondMean: number;
  /** Second minus first: above zero where the second system is better. */
  readonly difference: number;
  /** 95 % interval of the difference. */
  readonly interval: Interval;
  /** Two-sided. */
  readonly pValue: number;
  /** Queries on which the second system scored higher, lower and the same. */
  readonly won: number;
  readonly lost: number;
  readonly tied: number;
}

export interface ComparisonOptions {
  readonly resamples?: number;
  readonly rounds?: number;
  readonly seed?: number;
}

/** With 10,000, the p-value of two equal systems moves by less than 0.01 from seed to seed (one standard error 0.005). */
export const defaultResamples = 10_000;
export const defaultRounds = 10_000;
const confidence = 0.95;
export const defaultSeed = 1;

/**
 * Compares two systems over the queries that both answered: mean difference, percentile bootstrap interval over queries
 * (see `bootstrapInterval`) and paired randomisation test (see `randomisationTest`). The same input gives the same
 * output. Without any pair it throws `invalid-request`.
 */
export function compareRuns(pairs: readonly QueryPair[], options: ComparisonOptions = {}): RunComparison {
  if (pairs.length === 0) throw new DocentError('invalid-request', 'There is no query to compare the two systems on.');
  const { resamples = defaultResamples, rounds = defaultRounds, seed = defaultSeed } = options;
  const differences = pairs.map(({ first, second }) => second - first);
  return {
    queries: pairs.length,
    firstMean: mean(pairs.map(({ first }) => first)),
    secondMean: mean(pairs.map(({ second }) => second)),
    difference: mean(differences),
    interval: bootstrapInterval(differences, { resamples, confidence, seed }),
    pValue: randomisationTest(differences, { rounds, seed }),
    won: differences.filter((difference) => difference > 0).length,
    lost: differences.filter((difference) => difference < 0).length,
    tied: differences.filter((difference) => difference === 0).length,
  };
}

export interface LargestChanges {
  /** Best first. */
  readonly won: readonly QueryPair[];
  /** Worst first. */
  readonly lost: readonly QueryPair[];
}

/** The queries that the second system won and lost most, at most `count` each; equal ones in the order given. */
export function largestChanges(pairs: readonly QueryPair[], count: number): LargestChanges {
  const byGain = [...pairs].sort((a, b) => b.second - b.first - (a.second - a.first));
  const byLoss = [...pairs].sort((a, b) => a.second - a.first - (b.second - b.first));
  return {
    won: byGain.filter(({ first, second }) => second > first).slice(0, count),
    lost: byLoss.filter(({ first, second }) => second < first).slice(0, count),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
