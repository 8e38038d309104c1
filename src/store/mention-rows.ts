import type { Data, List, Schema, Table, Vector } from 'apache-arrow';
import { integerData, listData, textData } from './arrow-tables.js';
import type { ChunkMentions } from './index-store.js';
import { arrow } from './lance.js';

const textColumns = ['id', 'document_id', 'hash'] as const;
const integerColumns = ['ordinal', 'context_terms', 'term_count'] as const;
const nameColumns = ['names', 'titles', 'targets', 'candidates'] as const;
const numberColumns = ['counts', 'terms', 'tokens'] as const;

/** One row per chunk: what the mention graph and late interaction know of it. */
export function mentionsSchema(): Schema {
  const field = (name: string, type: import('apache-arrow').DataType) => new arrow.Field(name, type, false);
  const list = (item: import('apache-arrow').DataType) => new arrow.List(new arrow.Field('item', item, true));
  return new arrow.Schema([
    ...textColumns.map((name) => field(name, new arrow.Utf8())),
    ...integerColumns.map((name) => field(name, new arrow.Int32())),
    ...nameColumns.map((name) => field(name, list(new arrow.Utf8()))),
    ...numberColumns.map((name) => field(name, list(new arrow.Int32()))),
  ]);
}

export function mentionTable(rows: readonly ChunkMentions[]): Table {
  const schema = mentionsSchema();
  const typeOf = (name: string) => schema.fields.find((field) => field.name === name)?.type as List;
  const children: Data[] = [
    textData(rows.map(({ id }) => id)),
    textData(rows.map(({ documentId }) => documentId)),
    textData(rows.map(({ hash }) => hash)),
    integerData(Int32Array.from(rows, ({ ordinal }) => ordinal)),
    integerData(Int32Array.from(rows, ({ contextTerms }) => contextTerms)),
    integerData(Int32Array.from(rows, ({ terms }) => terms.length)),
    ...nameColumns.map((name) =>
      listData(
        typeOf(name),
        rows.map((row) => row[name]),
        (lists) => textData(lists.flat()),
      ),
    ),
    ...numberColumns.map((name) =>
      listData(
        typeOf(name),
        rows.map((row) => row[name]),
        (lists, length) => integerData(laidEndToEnd(lists, length)),
      ),
    ),
  ];
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows.length, nullCount: 0, children });
  return new arrow.Table([new arrow.RecordBatch(schema, data)]);
}

function laidEndToEnd(lists: readonly Int32Array[], length: number): Int32Array {
  const all = new Int32Array(length);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** Everything but the candidates, which only a refresh needs. */
export const storedMentionColumns: readonly string[] = [
  ...textColumns,
  ...integerColumns,
  ...nameColumns.filter((name) => name !== 'candidates'),
  ...numberColumns,
];

export function storedMentionsOf(table: Table): ChunkMentions[] {
  const column = (name: string) => table.getChild(name);
  const [id, documentId, hash] = textColumns.map(column);
  const [ordinal, contextTerms] = [column('ordinal'), column('context_terms')];
  const lists = new Map([...nameColumns, ...numberColumns].map((name) => [name, column(name)]));
  const texts = (name: (typeof nameColumns)[number], row: number) => textsAt(lists.get(name), row);
  const numbers = (name: (typeof numberColumns)[number], row: number) => numbersAt(lists.get(name), row);
  return Array.from({ length: table.numRows }, (_, row) => ({
    id: String(id?.get(row)),
    documentId: String(documentId?.get(row)),
    hash: String(hash?.get(row)),
    ordinal: Number(ordinal?.get(row)),
    contextTerms: Number(contextTerms?.get(row)),
    names: texts('names', row),
    titles: texts('titles', row),
    targets: texts('targets', row),
    candidates: texts('candidates', row),
    counts: numbers('counts', row),
    terms: numbers('terms', row),
    tokens: numbers('tokens', row),
  }));
}

export function textsAt(column: Vector | null | undefined, row: number): string[] {
  const list = column?.get(row) as Vector | null | undefined;
  return list === null || list === undefined ? [] : Array.from(list, String);
}

export function numbersAt(column: Vector | null | undefined, row: number): Int32Array {
  const list = column?.get(row) as Vector | null | undefined;
  return list === null || list === undefined ? new Int32Array(0) : (list.toArray() as Int32Array).slice();
}
