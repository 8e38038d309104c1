import type { RetrieverResult } from '../../src/evaluation/bench-report.js';

/** One measurement of several retrievers, in their order. */
export interface ResultRow {
  readonly name: string;
  readonly values: readonly number[];
  readonly digits: number;
  readonly isLowerBetter?: boolean;
}

/** All metrics, then what the searches cost. */
export function resultRows(retrievers: readonly RetrieverResult[]): readonly ResultRow[] {
  const names = Object.keys(retrievers[0]?.metrics ?? {});
  const measured = (pick: (retriever: RetrieverResult) => number) => retrievers.map(pick);
  return [
    ...names.map((name) => metricRow(retrievers, name)),
    { name: 'p50 ms', values: measured(({ latencyMs }) => latencyMs.p50), digits: 1, isLowerBetter: true },
    { name: 'p95 ms', values: measured(({ latencyMs }) => latencyMs.p95), digits: 1, isLowerBetter: true },
    { name: 'queries/s', values: measured(({ queriesPerSecond }) => queriesPerSecond), digits: 1 },
  ];
}

export function metricRow(retrievers: readonly RetrieverResult[], name: string): ResultRow {
  return { name, values: retrievers.map(({ metrics }) => metrics[name] ?? Number.NaN), digits: 4 };
}

export interface ResultCell {
  readonly text: string;
  readonly isBest: boolean;
}

/** Values that print the same are equally good; where all are, none is the best. */
export function resultCells({ values, digits, isLowerBetter = false }: ResultRow): readonly ResultCell[] {
  const shown = values.map((value) => (Number.isNaN(value) ? '–' : value.toFixed(digits)));
  const known = values.filter((value) => !Number.isNaN(value));
  const best = (isLowerBetter ? Math.min(...known) : Math.max(...known)).toFixed(digits);
  const hasDifference = new Set(known.map((value) => value.toFixed(digits))).size > 1;
  return shown.map((text) => ({ text, isBest: hasDifference && text === best }));
}
