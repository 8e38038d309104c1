import type { AnswersResult } from '../../src/evaluation/answer-report.js';
import type { BenchReport, RetrieverResult, SpansResult } from '../../src/evaluation/bench-report.js';

/** A set as measured against its documents, or against its spans. */
export interface MeasuredPart extends SpansResult {
  /** The set's name, with ` (spans)` for the part that judges spans. */
  readonly name: string;
  readonly answers?: AnswersResult | undefined;
}

/** Each set of a report, followed by its spans where it judges them. */
export function measuredParts(report: BenchReport): readonly MeasuredPart[] {
  return report.sets.flatMap((set) => {
    const { name, documents, chunks, queries, ingest, retrievers, answers } = set;
    const whole = { name, documents, chunks, queries, ingest, retrievers, answers };
    return set.spans === undefined ? [whole] : [whole, { ...set.spans, name: `${name} (spans)` }];
  });
}

/** What a set is judged by where nobody names a metric: nDCG, for spans the intersection over union. */
export function mainMetric(names: readonly string[]): string | undefined {
  return ['ndcg@', 'span-iou@', ''].map((start) => names.find((name) => name.startsWith(start))).find(Boolean);
}

/** Names of the metrics that all of some retrievers have, in the order of the first. */
export function commonMetrics(retrievers: readonly RetrieverResult[]): readonly string[] {
  const [first, ...others] = retrievers;
  return Object.keys(first?.metrics ?? {}).filter((name) => others.every(({ metrics }) => name in metrics));
}
