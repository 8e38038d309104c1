import type { Table } from 'apache-arrow';
import { z } from 'zod';
import { searchableText } from '../core/chunk.js';
import type { Metadata } from '../core/document.js';
import type { StoredChunk } from '../core/hit.js';
import { tableOf } from './arrow-tables.js';
import type { DocumentRecord } from './index-store.js';
import type { Row } from './query-rows.js';
import { revisionOf } from './revision.js';
import { chunkIntegerColumns, chunksSchema, chunkTextColumns, type EmbedderReference } from './schemas.js';
import { analyze } from './text-analysis.js';

type TextColumn = (typeof chunkTextColumns)[number];
type IntegerColumn = (typeof chunkIntegerColumns)[number];

/** Columns that a chunk is read back from; all but the search terms and the vector. */
export const storedChunkColumns: readonly string[] = [
  ...chunkTextColumns.filter((column) => column !== 'terms'),
  ...chunkIntegerColumns,
];

const headings = z.array(z.string());
export const metadataSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Rows of all chunks of these documents, with what filters and results need of their document. */
export function chunkTable(records: readonly DocumentRecord[], embedder: EmbedderReference): Table {
  const rows = records.flatMap((record) => record.chunks.map((chunk) => ({ chunk, record })));
  const texts = Object.fromEntries(chunkTextColumns.map((column) => [column, [] as string[]])) as Record<
    TextColumn,
    string[]
  >;
  const integers = Object.fromEntries(
    chunkIntegerColumns.map((column) => [column, new Int32Array(rows.length)]),
  ) as Record<IntegerColumn, Int32Array>;
  const vectors = new Float32Array(rows.length * embedder.dimensions);
  for (const [index, { chunk, record }] of rows.entries()) {
    const values = textValues(chunk, record);
    for (const column of chunkTextColumns) texts[column].push(values[column]);
    const numbers = integerValues(chunk);
    for (const column of chunkIntegerColumns) integers[column][index] = numbers[column];
    vectors.set(chunk.vector, index * embedder.dimensions);
  }
  const columns = [
    ...chunkTextColumns.map((column) => texts[column]),
    ...chunkIntegerColumns.map((column) => integers[column]),
    vectors,
  ];
  return tableOf(chunksSchema(embedder), rows.length, columns);
}

function textValues(chunk: DocumentRecord['chunks'][number], { document }: DocumentRecord): Record<TextColumn, string> {
  return {
    id: chunk.id,
    document_id: document.id,
    revision: revisionOf(document),
    text: chunk.text,
    context: chunk.context,
    headings: JSON.stringify(chunk.headings),
    page_label: chunk.pageLabel,
    hash: chunk.hash,
    metadata: JSON.stringify(chunk.metadata),
    document_name: document.name,
    document_title: document.title,
    document_format: document.format,
    document_uri: document.uri,
    document_modified_at: document.modifiedAt,
    terms: analyze(searchableText(chunk)).join(' '),
  };
}

function integerValues(chunk: DocumentRecord['chunks'][number]): Record<IntegerColumn, number> {
  return {
    ordinal: chunk.ordinal,
    span_start: chunk.start,
    span_end: chunk.end,
    page_start: chunk.pageStart,
    page_end: chunk.pageEnd,
    tokens: chunk.tokens,
  };
}

export function storedChunkOf(row: Row): StoredChunk {
  const documentId = row.text('document_id');
  return {
    id: row.text('id'),
    documentId,
    ordinal: row.number('ordinal'),
    text: row.text('text'),
    start: row.number('span_start'),
    end: row.number('span_end'),
    context: row.text('context'),
    headings: headings.parse(JSON.parse(row.text('headings'))),
    pageStart: row.number('page_start'),
    pageEnd: row.number('page_end'),
    pageLabel: row.text('page_label'),
    tokens: row.number('tokens'),
    hash: row.text('hash'),
    metadata: metadataOf(row.text('metadata')),
    document: {
      id: documentId,
      name: row.text('document_name'),
      title: row.text('document_title'),
      format: row.text('document_format'),
    },
  };
}

export function metadataOf(json: string): Metadata {
  return metadataSchema.parse(JSON.parse(json));
}
