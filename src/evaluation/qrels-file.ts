import type { Judgements } from './judgements.js';
import { invalidLine, type Line, readLines } from './line-files.js';

export interface KnownIds {
  readonly hasQuery: (id: string) => boolean;
  readonly hasDocument: (id: string) => boolean;
}

interface Judgement {
  readonly query: string;
  readonly document: string;
  readonly value: number;
}

/**
 * Judgements in BEIR's three columns (query, document, judgement; with or without a header line) or in TREC's four
 * (query, iteration, document, judgement).
 * @throws DocentError `benchmark-invalid` naming file and line, also for ids that are in neither corpus nor queries
 */
export async function readQrels(file: string, known: KnownIds): Promise<Judgements> {
  const judgements = new Map<string, Map<string, number>>();
  let isFirst = true;
  for await (const line of readLines(file)) {
    const columns = columnsOf(line, file);
    const isHeader = isFirst && looksLikeHeader(columns);
    isFirst = false;
    if (isHeader) continue;
    const judgement = judgementOf(columns, line, file);
    requireKnown(judgement, known, line, file);
    add(judgements, judgement, line, file);
  }
  return judgements;
}

/** Ids of tab-separated files may hold spaces. */
function columnsOf({ text, number }: Line, file: string): readonly string[] {
  const tabbed = text.split('\t').map((column) => column.trim());
  const columns = tabbed.length === 3 || tabbed.length === 4 ? tabbed : text.trim().split(/\s+/u);
  if (columns.length === 3 || columns.length === 4) return columns;
  throw invalidLine(file, number, `it has ${columns.length} columns; 3 (BEIR) or 4 (TREC) are needed`);
}

function looksLikeHeader(columns: readonly string[]): boolean {
  return /^(?:query|qid|topic)/iu.test(columns[0] ?? '') && Number.isNaN(Number(columns.at(-1)));
}

function judgementOf(columns: readonly string[], { number }: Line, file: string): Judgement {
  const [query = '', document = '', stated = ''] =
    columns.length === 3 ? columns : [columns[0] ?? '', columns[2] ?? '', columns[3] ?? ''];
  if (query === '' || document === '') throw invalidLine(file, number, 'an id is empty');
  if (!/^[+-]?\d+(?:\.0+)?$/u.test(stated)) {
    throw invalidLine(file, number, `the judgement ${JSON.stringify(stated)} is not a whole number`);
  }
  return { query, document, value: Number(stated) };
}

function requireKnown({ query, document }: Judgement, known: KnownIds, { number }: Line, file: string): void {
  if (!known.hasQuery(query)) throw invalidLine(file, number, `queries.jsonl has no query ${JSON.stringify(query)}`);
  if (!known.hasDocument(document)) {
    throw invalidLine(file, number, `corpus.jsonl has no document ${JSON.stringify(document)}`);
  }
}

function add(judgements: Map<string, Map<string, number>>, judgement: Judgement, { number }: Line, file: string): void {
  const { query, document, value } = judgement;
  const documents = judgements.get(query) ?? new Map<string, number>();
  const before = documents.get(document);
  if (before !== undefined && before !== value) {
    throw invalidLine(file, number, `${document} is judged ${before} and ${value} for the query ${query}`);
  }
  judgements.set(query, documents.set(document, value));
}
