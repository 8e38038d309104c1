import { join } from 'node:path';
import { type BeirSet, readBeirSet } from '../../src/evaluation/beir-set.js';
import type { Metrics, SetResult } from '../../src/evaluation/bench-report.js';
import { evaluateRun, measuresAt } from '../../src/evaluation/evaluate-run.js';
import type { Run } from '../../src/evaluation/run.js';
import { readSpanSet } from '../../src/evaluation/span-set.js';
import { requireTrecIds, writeTrecRun } from '../../src/evaluation/trec-run-file.js';
import { benchSpans } from './bench-spans.js';
import type { BenchSet, BenchTask } from './bench-task.js';
import { corpusDocuments } from './corpus-documents.js';
import { documentRanking } from './document-ranking.js';
import { measureRetrievers } from './measure-retrievers.js';
import { withCachedIndex } from './with-cached-index.js';

/**
 * Ingests one set, asks its judged queries and measures.
 * @throws DocentError `benchmark-invalid` naming what is wrong with the set, and what ingest and search throw
 */
export async function benchSet(set: BenchSet, task: BenchTask): Promise<SetResult> {
  const beir = await readBeirSet(set.folder);
  // Everything is read before anything is ingested: a mistake in the last line shows at once.
  const spanSet = await readSpanSet(set.folder);
  if (task.runsFolder !== undefined) {
    requireTrecIds(beir.queries);
    requireTrecIds(beir.documents);
  }
  const measured = await benchDocuments(set, task, beir);
  const spans = spanSet === undefined ? undefined : await benchSpans(set, task, spanSet);
  return {
    name: set.name,
    ...measured,
    judgedQueries: beir.queries.length,
    // libuv gives kilobytes on every platform.
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...(spans === undefined ? {} : { spans }),
  };
}

async function benchDocuments(set: BenchSet, task: BenchTask, beir: BeirSet) {
  const corpus = corpusDocuments(beir.documents);
  const queries = beir.queries.slice(0, task.maxQueries);
  const metricsOf = async (retriever: string, run: Run): Promise<Metrics[]> => {
    if (task.runsFolder !== undefined) {
      await writeTrecRun(join(task.runsFolder, `${set.name}.${retriever}.trec`), run, `docent-${retriever}`);
    }
    const { byQuery } = evaluateRun(run, beir.judgements, measuresAt(task.k));
    return queries.map(({ id }) => byQuery.get(id) ?? {});
  };
  return withCachedIndex(set, task, corpus, async (index) => ({
    documents: index.documents,
    chunks: index.chunks,
    queries: queries.length,
    skippedDocuments: corpus.skipped + index.withoutText,
    ingest: index.ingest,
    retrievers: await measureRetrievers({
      task,
      label: set.name,
      search: index.search,
      queries,
      keep: (hits) => documentRanking(hits, corpus.corpusIds),
      metricsOf: (retriever, asked) =>
        metricsOf(retriever, new Map(asked.map(({ query, result }) => [query.id, result]))),
    }),
  }));
}
