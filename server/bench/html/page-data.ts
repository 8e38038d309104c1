import type { BenchReport, QueryResult, RetrieverResult } from '../../../src/evaluation/bench-report.js';
import { defaultResamples, defaultRounds, defaultSeed } from '../../../src/evaluation/compare-runs.js';
import { significanceLevel } from '../diff/verdict.js';
import { commonMetrics, type MeasuredPart, mainMetric, measuredParts } from '../measured-parts.js';
import { metricLabel } from './metric-label.js';
import { type RiskData, riskData } from './risk-data.js';

/** What the scripts of the page draw from. Metrics, queries and values are columns: their names stand once. */
export interface PageData {
  readonly parts: readonly PartData[];
  readonly resamples: number;
  readonly rounds: number;
  readonly seed: number;
  readonly level: number;
}

interface PartData {
  readonly name: string;
  readonly metrics: readonly { readonly name: string; readonly label: string }[];
  /** Position of the metric that is shown first. */
  readonly main: number;
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  readonly retrievers: readonly RetrieverData[];
  /** Of the answers; empty where none were asked for. */
  readonly risks: readonly RiskData[];
}

interface RetrieverData {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  /** By metric. */
  readonly means: readonly number[];
  /** By metric, then by query; null where the retriever has no value. */
  readonly values: readonly (readonly (number | null)[])[];
}

export function pageData(report: BenchReport): PageData {
  return {
    parts: measuredParts(report).map(partData),
    resamples: defaultResamples,
    rounds: defaultRounds,
    seed: defaultSeed,
    level: significanceLevel,
  };
}

function partData({ name, retrievers, answers }: MeasuredPart): PartData {
  const metrics = commonMetrics(retrievers);
  const queries = new Map(retrievers.flatMap((retriever) => retriever.queries.map(({ id, text }) => [id, text])));
  return {
    name,
    metrics: metrics.map((metric) => ({ name: metric, label: metricLabel(metric) })),
    main: Math.max(0, metrics.indexOf(mainMetric(metrics) ?? '')),
    queries: [...queries].map(([id, text]) => ({ id, text })),
    retrievers: retrievers.map((retriever) => retrieverData(retriever, metrics, [...queries.keys()])),
    risks: riskData(answers),
  };
}

function retrieverData(retriever: RetrieverResult, metrics: readonly string[], queries: readonly string[]) {
  const byId = new Map<string, QueryResult>(retriever.queries.map((query) => [query.id, query]));
  return {
    name: retriever.name,
    p50: rounded(retriever.latencyMs.p50, 2),
    p95: rounded(retriever.latencyMs.p95, 2),
    means: metrics.map((metric) => rounded(retriever.metrics[metric] ?? 0, 6)),
    values: metrics.map((metric) =>
      queries.map((id) => {
        const value = byId.get(id)?.metrics[metric];
        return value === undefined ? null : rounded(value, 6);
      }),
    ),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
