import type { Judgements } from './judgements.js';
import {
  averagePrecision,
  fullRecallAt,
  type Measure,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from './metrics.js';
import { type Run, trecOrder } from './run.js';

export interface Evaluation {
  /** Metric name → mean over all judged queries. */
  readonly means: Readonly<Record<string, number>>;
  /** Query id → metric name → value. */
  readonly byQuery: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/** What is reported at a cut-off; the top 5 always, as the multi-hop sets are published on it. */
export function measuresAt(k: number): ReadonlyMap<string, Measure> {
  return new Map<string, Measure>([
    [`ndcg@${k}`, ndcgAt(k)],
    ['recall@5', recallAt(5)],
    [`recall@${k}`, recallAt(k)],
    ['full-recall@5', fullRecallAt(5)],
    [`full-recall@${k}`, fullRecallAt(k)],
    [`mrr@${k}`, reciprocalRankAt(k)],
    ['map', averagePrecision],
    ['p@5', precisionAt(5)],
    [`p@${k}`, precisionAt(k)],
  ]);
}

/**
 * Evaluates a run as `trec_eval -c` does: every judged query counts, one that is missing from the run with 0; documents
 * without a judgement are not relevant. Values equal trec_eval's to its four decimals.
 */
export function evaluateRun(run: Run, judgements: Judgements, measures: ReadonlyMap<string, Measure>): Evaluation {
  const byQuery = new Map(
    [...judgements].map(([query, judged]) => {
      const ranking = trecOrder(run.get(query) ?? []);
      return [query, Object.fromEntries([...measures].map(([name, measure]) => [name, measure(ranking, judged)]))];
    }),
  );
  return { means: meansOf([...byQuery.values()]), byQuery };
}

/** Mean of each metric; nothing of nothing. All records have the same names. */
export function meansOf(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = Object.keys(records[0] ?? {});
  const mean = (name: string) => records.reduce((sum, record) => sum + (record[name] ?? 0), 0) / records.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}
