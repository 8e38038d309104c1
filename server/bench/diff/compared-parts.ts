import type { BenchReport, RetrieverResult } from '../../../src/evaluation/bench-report.js';
import { type MeasuredPart, measuredParts } from '../measured-parts.js';

/** The measured parts of a report, and the answers of each as if one more retriever, `answers`, had given them. */
export function comparedParts(report: BenchReport): readonly MeasuredPart[] {
  return measuredParts(report).map((part) => {
    const answers = answersAsRetriever(part);
    return answers === undefined ? part : { ...part, retrievers: [...part.retrievers, answers] };
  });
}

function answersAsRetriever({ answers }: MeasuredPart): RetrieverResult | undefined {
  if (answers === undefined) return undefined;
  const { metrics, latencyMs, queries } = answers;
  const queriesPerSecond = latencyMs.mean === 0 ? 0 : 1000 / latencyMs.mean;
  return { name: 'answers', metrics, latencyMs, queriesPerSecond, queries };
}
