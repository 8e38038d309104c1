import { seededRandom } from './seeded-random.js';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export interface BootstrapOptions {
  /** How often the queries are drawn anew. */
  readonly resamples: number;
  /** Share of the resampled means inside the interval, such as 0.95. */
  readonly confidence: number;
  readonly seed: number;
}

/**
 * The percentile bootstrap interval of the mean difference: the queries, each with both systems' values, are drawn with
 * replacement as often as there are queries, and the means of these resamples, sorted, lose an equal tail at each end.
 * Without differences it is [NaN, NaN].
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 13.3; for retrieval: Sakai, Evaluating
 * Evaluation Metrics based on the Bootstrap, SIGIR 2006.
 */
export function bootstrapInterval(differences: readonly number[], options: BootstrapOptions): Interval {
  const { resamples, confidence, seed } = options;
  const values = Float64Array.from(differences);
  const random = seededRandom(seed);
  const means = new Float64Array(resamples).map(() => resampledMean(values, random)).sort();
  const tail = Math.floor((resamples * (1 - confidence)) / 2 + 1e-9); // 1 - 0.95 is a little more than 0.05
  return { lower: means[tail] ?? Number.NaN, upper: means[resamples - 1 - tail] ?? Number.NaN };
}

function resampledMean(values: Float64Array, random: () => number): number {
  let sum = 0;
  for (let drawn = 0; drawn < values.length; drawn++) {
    sum += values[Math.floor((random() / 2 ** 32) * values.length)] ?? 0;
  }
  return sum / values.length;
}
