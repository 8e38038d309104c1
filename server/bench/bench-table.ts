import Table from 'cli-table3';
import type { RetrieverResult, SetResult } from '../../src/evaluation/bench-report.js';

/** Marks the best value of a row, on a terminal also by its style. */
export type Emphasis = (text: string) => string;

interface Row {
  readonly name: string;
  readonly values: readonly number[];
  readonly digits: number;
  readonly isLowerBetter?: boolean;
}

/** One set for the terminal: what it is, then a table with a column for each retriever. */
export function benchTable(set: SetResult, emphasise: Emphasis): string {
  const parts = [headline(set), tableOf(set.retrievers, emphasise)];
  if (set.spans !== undefined) {
    const { documents, chunks, queries } = set.spans;
    parts.push(
      `${set.name}, spans of the raw documents: ${counted({ documents, chunks })}, ${queries} queries, ${ingestLine(set.spans)}`,
      tableOf(set.spans.retrievers, emphasise),
    );
  }
  return parts.join('\n');
}

function headline(set: SetResult): string {
  const { queries, judgedQueries, skippedDocuments, peakMemoryBytes } = set;
  const asked =
    queries < judgedQueries ? `only the first ${queries} of ${judgedQueries} queries` : `${queries} queries`;
  const skipped = skippedDocuments === 0 ? '' : ` (${skippedDocuments} without text left out)`;
  const memory = `peak memory ${megabytes(peakMemoryBytes)}`;
  return `${set.name}: ${counted(set)}${skipped}, ${asked}, ${ingestLine(set)}, ${memory}`;
}

function counted({ documents, chunks }: Pick<SetResult, 'documents' | 'chunks'>): string {
  return `${documents.toLocaleString('en')} documents, ${chunks.toLocaleString('en')} chunks`;
}

function ingestLine({ ingest }: Pick<SetResult, 'ingest'>): string {
  const size = ingest.indexBytes === undefined ? '' : `, index ${megabytes(ingest.indexBytes)}`;
  return `ingest ${(ingest.ms / 1000).toFixed(1)} s${ingest.isCached ? ' (cached)' : ''}${size}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function tableOf(retrievers: readonly RetrieverResult[], emphasise: Emphasis): string {
  const table = new Table({
    head: ['', ...retrievers.map(({ name }) => name)],
    colAligns: ['left', ...retrievers.map(() => 'right' as const)],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rowsOf(retrievers)) table.push([row.name, ...cellsOf(row, emphasise)]);
  return table.toString();
}

function rowsOf(retrievers: readonly RetrieverResult[]): Row[] {
  const names = Object.keys(retrievers[0]?.metrics ?? {});
  const measured = (pick: (retriever: RetrieverResult) => number) => retrievers.map(pick);
  return [
    ...names.map((name) => ({ name, values: measured(({ metrics }) => metrics[name] ?? 0), digits: 4 })),
    { name: 'p50 ms', values: measured(({ latencyMs }) => latencyMs.p50), digits: 1, isLowerBetter: true },
    { name: 'p95 ms', values: measured(({ latencyMs }) => latencyMs.p95), digits: 1, isLowerBetter: true },
    { name: 'queries/s', values: measured(({ queriesPerSecond }) => queriesPerSecond), digits: 1 },
  ];
}

/** Values that print the same are equally good; where all are, none is marked. */
function cellsOf({ values, digits, isLowerBetter = false }: Row, emphasise: Emphasis): string[] {
  const shown = values.map((value) => value.toFixed(digits));
  const best = (isLowerBetter ? Math.min(...values) : Math.max(...values)).toFixed(digits);
  const hasDifference = new Set(shown).size > 1;
  return shown.map((text) => (hasDifference && text === best ? emphasise(`${text} *`) : `${text}  `));
}
