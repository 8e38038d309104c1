import { join } from 'node:path';
import type { DocentError } from '../../src/core/errors.js';
import { type AnswerSet, readAnswerSet } from '../../src/evaluation/answer-set.js';
import { type BeirSet, readBeirSet } from '../../src/evaluation/beir-set.js';
import type { Metrics, RetrieverResult, SetResult } from '../../src/evaluation/bench-report.js';
import { evaluateRun, measuresAt } from '../../src/evaluation/evaluate-run.js';
import type { Run } from '../../src/evaluation/run.js';
import { readSpanSet } from '../../src/evaluation/span-set.js';
import { requireTrecIds, writeTrecRun } from '../../src/evaluation/trec-run-file.js';
import { benchAnswers, type MeasuredAnswers } from './answers/bench-answers.js';
import { benchSpans } from './bench-spans.js';
import type { BenchSet, BenchTask } from './bench-task.js';
import { type CorpusDocuments, corpusDocuments } from './corpus-documents.js';
import { documentRanking } from './document-ranking.js';
import { measureRetrievers } from './measure-retrievers.js';
import { type OpenCachedIndex, withCachedIndex } from './with-cached-index.js';

export interface BenchedSet {
  readonly result: SetResult;
  /** What stopped the answers before all were given. */
  readonly failure?: DocentError | undefined;
}

/**
 * Ingests one set, asks its judged queries and measures. Answers take long: where one fails, or the user stops, what
 * was measured until then comes with the failure.
 * @throws DocentError `benchmark-invalid` naming what is wrong with the set, and what ingest and search throw
 */
export async function benchSet(set: BenchSet, task: BenchTask): Promise<BenchedSet> {
  const beir = await readBeirSet(set.folder);
  // Everything is read before anything is ingested: a mistake in the last line shows at once.
  const spanSet = await readSpanSet(set.folder);
  const answerSet = task.answers === undefined ? undefined : await readAnswerSet(set.folder);
  if (task.runsFolder !== undefined) {
    requireTrecIds(beir.queries);
    requireTrecIds(beir.documents);
  }
  const { answered, ...measured } = await benchDocuments(set, task, { beir, answerSet });
  const { answers, failure } = answered;
  const spans = spanSet === undefined || failure !== undefined ? undefined : await benchSpans(set, task, spanSet);
  const result = {
    name: set.name,
    ...measured,
    judgedQueries: beir.queries.length,
    // libuv gives kilobytes on every platform.
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...(spans === undefined ? {} : { spans }),
    ...(answers === undefined ? {} : { answers }),
  };
  return { result, failure };
}

interface ReadSet {
  readonly beir: BeirSet;
  /** Undefined where no answers are asked for. */
  readonly answerSet: AnswerSet | undefined;
}

async function benchDocuments(set: BenchSet, task: BenchTask, { beir, answerSet }: ReadSet) {
  const corpus = corpusDocuments(beir.documents);
  const queries = beir.queries.slice(0, task.maxQueries);
  return withCachedIndex(set, task, corpus, async (index) => {
    const retrievers = await benchRetrievers(set, task, { beir, corpus, index });
    const search = retrievers.find(({ name }) => name === 'default')?.queries ?? [];
    const answered: MeasuredAnswers =
      task.answers === undefined || answerSet === undefined
        ? {}
        : await benchAnswers({
            task,
            answers: task.answers,
            label: set.name,
            index,
            queries,
            judgements: beir.judgements,
            answerSet,
            corpusIds: corpus.corpusIds,
            search: new Map(search.map(({ id, metrics }) => [id, metrics])),
          });
    return {
      documents: index.documents,
      chunks: index.chunks,
      queries: queries.length,
      skippedDocuments: corpus.skipped + index.withoutText,
      ingest: index.ingest,
      retrievers,
      answered,
    };
  });
}

interface IngestedSet {
  readonly beir: BeirSet;
  readonly corpus: CorpusDocuments;
  readonly index: OpenCachedIndex;
}

function benchRetrievers(set: BenchSet, task: BenchTask, ingested: IngestedSet): Promise<RetrieverResult[]> {
  const { beir, corpus, index } = ingested;
  const queries = beir.queries.slice(0, task.maxQueries);
  const metricsOf = async (retriever: string, run: Run): Promise<Metrics[]> => {
    if (task.runsFolder !== undefined) {
      await writeTrecRun(join(task.runsFolder, `${set.name}.${retriever}.trec`), run, `docent-${retriever}`);
    }
    const { byQuery } = evaluateRun(run, beir.judgements, measuresAt(task.k));
    return queries.map(({ id }) => byQuery.get(id) ?? {});
  };
  return measureRetrievers({
    task,
    label: set.name,
    search: index.search,
    queries,
    keep: (hits) => documentRanking(hits, corpus.corpusIds),
    metricsOf: (retriever, asked) =>
      metricsOf(retriever, new Map(asked.map(({ query, result }) => [query.id, result]))),
  });
}
