import type { Hit } from '../../src/core/hit.js';
import type { BenchQuery } from '../../src/evaluation/beir-set.js';
import type { IndexSearch, SearchMode } from '../../src/retrieval/index-search.js';

/** Chunks that are asked for and documents that go into a run; trec_eval's MAP is published on runs of such depths. */
export const runDepth = 100;

/** Queries that are asked once before the clock runs, so that no query pays for opening files. */
const warmUps = 5;

export interface QueryRun<Query extends BenchQuery, Result> {
  readonly search: IndexSearch;
  readonly mode: SearchMode;
  readonly queries: readonly Query[];
  /** What is kept of the hits, which are large. */
  readonly keep: (hits: readonly Hit[], query: Query) => Result;
  readonly signal?: AbortSignal | undefined;
  /** Told how many are done. */
  readonly onQuery?: ((done: number) => void) | undefined;
}

export interface AskedQuery<Query extends BenchQuery, Result> {
  readonly query: Query;
  readonly result: Result;
  /** Of the search alone. */
  readonly ms: number;
}

/** Asks one query after the other. A search that fails stops the run: a crash is never a score. */
export async function runQueries<Query extends BenchQuery, Result>(
  run: QueryRun<Query, Result>,
): Promise<AskedQuery<Query, Result>[]> {
  const { search, mode, queries, keep, signal, onQuery } = run;
  const ask = async ({ text }: Query) => {
    signal?.throwIfAborted();
    const started = performance.now();
    const hits = await search.search(text, { k: runDepth, mode, signal });
    return { hits, ms: performance.now() - started };
  };
  for (const query of queries.slice(0, warmUps)) await ask(query);
  const asked: AskedQuery<Query, Result>[] = [];
  for (const query of queries) {
    const { hits, ms } = await ask(query);
    asked.push({ query, result: keep(hits, query), ms });
    onQuery?.(asked.length);
  }
  return asked;
}
