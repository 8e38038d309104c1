import { DocentError } from '../../../src/core/errors.js';
import type { BenchReport, RetrieverResult } from '../../../src/evaluation/bench-report.js';
import { commonMetrics, type MeasuredPart, mainMetric } from '../measured-parts.js';
import { comparedParts } from './compared-parts.js';
import { type Difference, differenceOf } from './difference.js';

export interface DifferenceOptions {
  /** Sets without it are left out; by default each set's main metric. */
  readonly metric?: string | undefined;
  readonly examples: number;
}

export interface ReportDifferences {
  readonly differences: readonly Difference[];
  /** `set, retriever` of what only one of two reports has. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

interface Contest {
  readonly set: string;
  readonly label: string;
  readonly first: RetrieverResult;
  readonly second: RetrieverResult;
}

/**
 * Compares each retriever of each set that both reports have, or the one named.
 * @throws DocentError `invalid-request` where they have none, or no metric, in common
 */
export function reportDifferences(
  first: BenchReport,
  second: BenchReport,
  options: DifferenceOptions & { readonly retriever?: string | undefined },
): ReportDifferences {
  const inFirst = measurementsOf(first, options.retriever);
  const inSecond = measurementsOf(second, options.retriever);
  const contests = [...inFirst].flatMap(([key, { set, result }]) => {
    const other = inSecond.get(key);
    return other === undefined ? [] : [{ set, label: result.name, first: result, second: other.result }];
  });
  if (contests.length === 0) {
    throw new DocentError('invalid-request', 'The two reports have no set and retriever in common to compare.', {
      hint: `The first has ${listed(measurementsOf(first))}; the second has ${listed(measurementsOf(second))}.`,
    });
  }
  return {
    differences: differencesOf(contests, options),
    onlyFirst: [...inFirst.keys()].filter((key) => !inSecond.has(key)),
    onlySecond: [...inSecond.keys()].filter((key) => !inFirst.has(key)),
  };
}

/**
 * Compares two retrievers on each set of a report.
 * @throws DocentError `invalid-request` where no set has both, or no metric
 */
export function retrieverDifferences(
  report: BenchReport,
  [first, second]: readonly [string, string],
  options: DifferenceOptions,
): readonly Difference[] {
  const contests = comparedParts(report).flatMap((part) => {
    const [one, other] = [retrieverNamed(part, first), retrieverNamed(part, second)];
    if (one === undefined || other === undefined) return [];
    return [{ set: part.name, label: `${first} → ${second}`, first: one, second: other }];
  });
  if (contests.length === 0) {
    throw new DocentError('invalid-request', `No set was measured with both ${first} and ${second}.`, {
      hint: `The report has ${listed(measurementsOf(report))}.`,
    });
  }
  return differencesOf(contests, options);
}

function differencesOf(contests: readonly Contest[], { metric, examples }: DifferenceOptions): readonly Difference[] {
  const differences = contests.flatMap(({ set, label, first, second }) => {
    const common = commonMetrics([first, second]);
    const chosen = metric === undefined ? mainMetric(common) : common.find((name) => name === metric.toLowerCase());
    if (chosen === undefined) return [];
    const texts = new Map([...first.queries, ...second.queries].map(({ id, text }) => [id, text]));
    const sides = { first: valuesOf(first, chosen), second: valuesOf(second, chosen) };
    return [differenceOf({ set, label, metric: chosen, texts, examples, ...sides })];
  });
  if (differences.length > 0) return differences;
  const known = new Set(contests.flatMap(({ first, second }) => commonMetrics([first, second])));
  throw new DocentError('invalid-request', `There is no metric ${metric ?? ''} to compare by.`.replace('  ', ' '), {
    hint: known.size === 0 ? 'The two were measured with different metrics.' : `There is ${[...known].join(', ')}.`,
  });
}

function valuesOf({ queries }: RetrieverResult, metric: string): ReadonlyMap<string, number> {
  return new Map(
    queries.flatMap(({ id, metrics }) => {
      const value = metrics[metric];
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

function retrieverNamed({ retrievers }: MeasuredPart, name: string): RetrieverResult | undefined {
  return retrievers.find((retriever) => retriever.name === name);
}

type Measurements = ReadonlyMap<string, { readonly set: string; readonly result: RetrieverResult }>;

function measurementsOf(report: BenchReport, retriever?: string): Measurements {
  const all = comparedParts(report).flatMap(({ name: set, retrievers }) =>
    retrievers.map((result) => [`${set}, ${result.name}`, { set, result }] as const),
  );
  return new Map(all.filter(([, { result }]) => retriever === undefined || result.name === retriever));
}

function listed(measurements: Measurements): string {
  return measurements.size === 0 ? 'none' : [...measurements.keys()].join('; ');
}
