import { join } from 'node:path';
import { DocentError } from '../../src/core/errors.js';
import type { StoredChunk } from '../../src/core/hit.js';
import type { Metrics, SpansResult } from '../../src/evaluation/bench-report.js';
import { type Span, spanScores } from '../../src/evaluation/span-metrics.js';
import type { SpanSet } from '../../src/evaluation/span-set.js';
import type { BenchSet, BenchTask } from './bench-task.js';
import { measureRetrievers } from './measure-retrievers.js';
import { withCachedIndex } from './with-cached-index.js';

/** Chunks that are scored for each question: what the authors of span judgements publish on. */
const spanChunks = 5;

/** Ingests the raw documents of a set as files and measures which of their characters are found. */
export async function benchSpans(set: BenchSet, task: BenchTask, spanSet: SpanSet): Promise<SpansResult> {
  const spans = { name: `${set.name}-spans`, folder: set.folder };
  const queries = spanSet.queries.slice(0, task.maxQueries);
  return withCachedIndex(spans, task, { folder: spanSet.folder }, async (index) => ({
    documents: index.documents,
    chunks: index.chunks,
    queries: queries.length,
    ingest: index.ingest,
    retrievers: await measureRetrievers({
      task,
      label: spans.name,
      search: index.search,
      queries,
      keep: (hits) => hits.slice(0, spanChunks).map(({ chunk }) => spanOf(chunk, spanSet)),
      metricsOf: async (_, asked) =>
        asked.map(({ query, result }) => namedScores(spanScores(result, query.references))),
    }),
  }));
}

function namedScores({ recall, precision, iou }: ReturnType<typeof spanScores>): Metrics {
  return {
    [`span-recall@${spanChunks}`]: recall,
    [`span-precision@${spanChunks}`]: precision,
    [`span-iou@${spanChunks}`]: iou,
  };
}

/** A chunk's place in the raw file: further on where front matter stands above the text of the document. */
function spanOf({ text, start, document }: StoredChunk, { documents, folder }: SpanSet): Span {
  const raw = documents.get(document.name);
  const from = raw?.startsWith(text, start) === true ? start : (raw?.indexOf(text, start) ?? -1);
  if (from !== -1) return { document: document.name, start: from, end: from + text.length };
  throw new DocentError(
    'benchmark-invalid',
    `${join(folder, document.name)} is not the plain text that was ingested.`,
    {
      hint: 'Spans can be judged in text and Markdown files with LF line ends, in UTF-8.',
    },
  );
}
