import type { Hit } from '../../src/core/hit.js';
import type { BenchQuery } from '../../src/evaluation/beir-set.js';
import type { Metrics, RetrieverResult } from '../../src/evaluation/bench-report.js';
import { meansOf } from '../../src/evaluation/evaluate-run.js';
import { latencyOf } from '../../src/evaluation/latency.js';
import type { IndexSearch } from '../../src/retrieval/index-search.js';
import type { BenchTask } from './bench-task.js';
import { type AskedQuery, runQueries } from './run-queries.js';

export interface Measurement<Query extends BenchQuery, Result> {
  readonly task: BenchTask;
  /** What the progress names. */
  readonly label: string;
  readonly search: IndexSearch;
  readonly queries: readonly Query[];
  /** What is kept of the hits, which are large. */
  readonly keep: (hits: readonly Hit[], query: Query) => Result;
  /** Values of each query, in the order of the queries. */
  readonly metricsOf: (retriever: string, asked: readonly AskedQuery<Query, Result>[]) => Promise<readonly Metrics[]>;
}

/** Asks all queries of each retriever, one retriever after the other. */
export async function measureRetrievers<Query extends BenchQuery, Result>(
  measurement: Measurement<Query, Result>,
): Promise<RetrieverResult[]> {
  const { task, label, queries, search, keep, metricsOf } = measurement;
  const results: RetrieverResult[] = [];
  for (const { name, mode } of task.retrievers) {
    const onQuery = (done: number) => task.progress.asking(label, name, done, queries.length);
    onQuery(0);
    const asked = await runQueries({ search, mode, queries, keep, signal: task.signal, onQuery });
    results.push(retrieverResult(name, asked, await metricsOf(name, asked)));
  }
  return results;
}

function retrieverResult<Query extends BenchQuery, Result>(
  name: string,
  asked: readonly AskedQuery<Query, Result>[],
  metrics: readonly Metrics[],
): RetrieverResult {
  const times = asked.map(({ ms }) => ms);
  const seconds = times.reduce((sum, ms) => sum + ms, 0) / 1000;
  return {
    name,
    metrics: meansOf(metrics),
    latencyMs: latencyOf(times),
    queriesPerSecond: seconds === 0 ? 0 : asked.length / seconds,
    queries: asked.map(({ query, ms }, index) => ({
      id: query.id,
      text: query.text,
      metrics: metrics[index] ?? {},
      ms,
    })),
  };
}
