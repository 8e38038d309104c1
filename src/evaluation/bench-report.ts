import { z } from 'zod';
import { DocentError } from '../core/errors.js';
import { answersResultSchema } from './answer-report.js';

/** Layout of the JSON that `docent bench --json` writes; another number is refused. */
export const benchFormat = 1;

/**
 * Metric name → value from 0 to 1, higher is better: `ndcg@10`, `recall@5`, `full-recall@5`, `mrr@10`, `map`, `p@5`; of
 * span judgements `span-recall@5`, `span-precision@5`, `span-iou@5`.
 */
const metricsSchema = z.record(z.string(), z.number()).readonly();

const queryResultSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    metrics: metricsSchema,
    /** Milliseconds that the search took. */
    ms: z.number(),
  })
  .readonly();

const retrieverResultSchema = z
  .object({
    /** A search mode, or `default`: what is searched with where no mode is named. */
    name: z.string(),
    /** Means over all queries. */
    metrics: metricsSchema,
    latencyMs: z.object({ p50: z.number(), p95: z.number(), mean: z.number() }).readonly(),
    /** One query after the other. */
    queriesPerSecond: z.number(),
    queries: z.array(queryResultSchema).readonly(),
  })
  .readonly();

const ingestResultSchema = z
  .object({
    /** What the ingest of this run took; where `isCached`, looking through the corpus for changes. */
    ms: z.number(),
    /** The index stood from an earlier run, and nothing in it had to change. */
    isCached: z.boolean(),
    /** On disk; absent where it cannot be told. */
    indexBytes: z.number().optional(),
  })
  .readonly();

const measuredShape = {
  documents: z.number(),
  chunks: z.number(),
  /** Judged queries that were run. */
  queries: z.number(),
  ingest: ingestResultSchema,
  retrievers: z.array(retrieverResultSchema).readonly(),
};

const setResultSchema = z
  .object({
    /** Name of the set's folder. */
    name: z.string(),
    ...measuredShape,
    /** Judged queries of the set, run or not (`--queries`). */
    judgedQueries: z.number(),
    /** Documents without any text, which are in no index. */
    skippedDocuments: z.number(),
    /** Largest resident memory of the process until the end of this set. */
    peakMemoryBytes: z.number(),
    /** Character spans of the raw documents, where the set judges them. */
    spans: z.object(measuredShape).readonly().optional(),
    /** Of `--answers`. */
    answers: answersResultSchema.optional(),
  })
  .readonly();

export const benchReportSchema = z
  .object({
    format: z.literal(benchFormat),
    /** ISO 8601. */
    createdAt: z.string(),
    /** Of docent. */
    version: z.string(),
    embedder: z.object({ name: z.string(), fingerprint: z.string() }).readonly(),
    /** The cut-off of nDCG, MRR and the wider recall and precision. */
    k: z.number(),
    machine: z
      .object({
        platform: z.string(),
        arch: z.string(),
        cpu: z.string(),
        cores: z.number(),
        memoryBytes: z.number(),
        node: z.string(),
      })
      .readonly(),
    sets: z.array(setResultSchema).readonly(),
  })
  .readonly();

export type Metrics = z.infer<typeof metricsSchema>;
export type QueryResult = z.infer<typeof queryResultSchema>;
export type RetrieverResult = z.infer<typeof retrieverResultSchema>;
export type IngestResult = z.infer<typeof ingestResultSchema>;
export type SetResult = z.infer<typeof setResultSchema>;
export type SpansResult = NonNullable<SetResult['spans']>;
export type BenchReport = z.infer<typeof benchReportSchema>;

/** @throws DocentError `benchmark-invalid` naming the file and the first thing that is wrong with it */
export function parseBenchReport(json: string, file: string): BenchReport {
  const refused = (reason: string, cause: unknown) =>
    new DocentError('benchmark-invalid', `${file} is no result of docent bench: ${reason}.`, {
      hint: 'Give a file that `docent bench --json FILE` wrote.',
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refused('it is not JSON', cause);
  }
  const result = benchReportSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw refused(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not valid'}`, result.error);
}
