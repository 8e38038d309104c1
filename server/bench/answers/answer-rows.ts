import type { AnswersResult } from '../../../src/evaluation/answer-report.js';

/** One measurement of the answers of a set. */
export interface AnswerRow {
  readonly name: string;
  readonly value: number;
  readonly digits: number;
  /** What one search with the question itself gets, where it was measured. */
  readonly search?: number | undefined;
  /** Questions that it is the mean of. */
  readonly questions: number;
}

/** Metrics that have a row, as people read them; what a search gets stands beside the evidence. */
const labels: Readonly<Record<string, string>> = {
  'answer-hit': 'answer hit (abstaining is a miss)',
  'forced-answer-hit': 'answer hit, always answering',
  'token-recall': 'words of the gold answer',
  'exact-match': 'exact match',
  'token-f1': 'token F1',
  'evidence-recall@5': 'evidence recall@5',
  'evidence-full-recall@5': 'evidence full recall@5',
  'citation-precision': 'citation precision',
  'citation-recall': 'citation recall',
  'quotes-verbatim': 'quotes verbatim',
  'claims-supported': 'claims supported',
};

/** What is known of the answers, for people to read. */
export function answerRows({ metrics, queries, latencyMs, aurc }: AnswersResult): readonly AnswerRow[] {
  const withMetric = (name: string) => queries.filter((query) => name in query.metrics).length;
  const known = Object.entries(metrics).flatMap(([metric, value]) => {
    const name = labels[metric];
    const search = metric.startsWith('evidence-') ? metrics[metric.replace('evidence-', 'search-')] : undefined;
    return name === undefined ? [] : [{ name, value, digits: 4, search, questions: withMetric(metric) }];
  });
  const abstained = queries.filter((query) => query.abstained).length / queries.length;
  const all = queries.length;
  return [
    ...known,
    { name: 'abstained', value: abstained, digits: 4, questions: all },
    ...(aurc === undefined
      ? []
      : [{ name: 'AURC', value: aurc, digits: 4, questions: withMetric('forced-answer-hit') }]),
    { name: 'p50 ms', value: latencyMs.p50, digits: 1, questions: all },
    { name: 'p95 ms', value: latencyMs.p95, digits: 1, questions: all },
  ];
}

/** Questions that must be answered against questions that cannot be. */
export interface AbstentionRow {
  readonly name: string;
  readonly answerable: number;
  readonly unanswerable: number;
  /** Header → value; undefined where it cannot be told. */
  readonly values: Readonly<Record<string, number | undefined>>;
}

export function abstentionRows({ queries, withheld, unanswerable }: AnswersResult): readonly AbstentionRow[] {
  const all: AbstentionRow[] = [];
  if (withheld !== undefined && withheld.queries.length > 0) {
    const answerable = queries.length - withheld.queries.length;
    const name = `sources withheld (${withheld.share}, seed ${withheld.seed})`;
    all.push({ name, answerable, unanswerable: withheld.queries.length, values: valuesOf(withheld) });
  }
  if (unanswerable !== undefined) {
    const count = unanswerable.queries.length;
    all.push({
      name: 'queries_unanswerable.jsonl',
      answerable: queries.length,
      unanswerable: count,
      values: valuesOf(unanswerable),
    });
  }
  return all;
}

type AbstentionTest = NonNullable<AnswersResult['unanswerable']>;

function valuesOf({ auroc, balancedAccuracy, precision, recall, aurc, queries }: AbstentionTest) {
  const judged = queries.filter(({ metrics }) => 'answer-hit' in metrics);
  const found = judged.filter(({ metrics }) => metrics['answer-hit'] === 1).length;
  return {
    AUROC: auroc,
    'balanced accuracy': balancedAccuracy,
    'abstaining: precision': precision,
    'abstaining: recall': recall,
    AURC: aurc,
    'gold answer found anyway': judged.length === 0 ? undefined : found / queries.length,
  };
}
