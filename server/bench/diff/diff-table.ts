import Table from 'cli-table3';
import {
  defaultResamples,
  defaultRounds,
  type QueryPair,
  type RunComparison,
} from '../../../src/evaluation/compare-runs.js';
import { shortened } from '../shortened.js';
import type { Difference } from './difference.js';
import { verdictOf } from './verdict.js';

const explanation =
  `95 % interval: percentile bootstrap over queries, ${defaultResamples} resamples. ` +
  `p: paired randomisation test, two-sided, ${defaultRounds} rounds.`;

/** The comparisons, a line each, as a table for a terminal; a metric that all share stands above it. */
export function diffTable(differences: readonly Difference[]): string {
  const metrics = new Set(differences.map(({ metric }) => metric));
  const isOneMetric = metrics.size === 1;
  const named = (metric: string) => (isOneMetric ? [] : [metric]);
  const table = new Table({
    head: ['set', 'retriever', ...named('metric'), 'A', 'B', 'B - A', '95 % interval', 'p', 'won/lost/same', 'B is'],
    style: { head: [], border: [], compact: true },
  });
  for (const { set, label, metric, comparison } of differences) {
    table.push([set, label, ...named(metric), ...cellsOf(comparison)]);
  }
  return `${isOneMetric ? `${[...metrics].join()}\n` : ''}${table.toString()}\n${explanation}`;
}

function cellsOf(comparison: RunComparison): string[] {
  const { firstMean, secondMean, difference, interval, pValue, won, lost, tied } = comparison;
  return [
    firstMean.toFixed(4),
    secondMean.toFixed(4),
    signed(difference),
    `${signed(interval.lower)} to ${signed(interval.upper)}`,
    pValue.toFixed(4),
    `${won}/${lost}/${tied}`,
    verdictOf(comparison),
  ];
}

/** The queries won and lost most, a line each; nothing where no query changed. */
export function changedQueries(difference: Difference): readonly string[] {
  const { set, label, metric, changes, texts } = difference;
  const section = (title: string, pairs: readonly QueryPair[]) => {
    if (pairs.length === 0) return [];
    return [`${set}, ${label}: ${title} in ${metric}`, ...pairs.map((pair) => queryLine(pair, texts[pair.query]))];
  };
  return [...section('won most', changes.won), ...section('lost most', changes.lost)];
}

function queryLine({ query, first, second }: QueryPair, text: string | undefined): string {
  const values = `${signed(second - first)}  ${first.toFixed(4)} → ${second.toFixed(4)}`;
  return `  ${values}  ${query}${text === undefined ? '' : `: ${shortened(text, 100)}`}`;
}

export function signed(value: number): string {
  const text = value.toFixed(4);
  if (Number(text) === 0) return '0.0000';
  return value > 0 ? `+${text}` : text;
}
