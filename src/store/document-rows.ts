import type { Table } from 'apache-arrow';
import { z } from 'zod';
import { tableOf } from './arrow-tables.js';
import { metadataSchema } from './chunk-rows.js';
import type { DocumentRecord, StoredDocument, StoredPage } from './index-store.js';
import type { Row } from './query-rows.js';
import { revisionOf } from './revision.js';
import { documentsSchema, pagesSchema } from './schemas.js';

const pageKinds = ['page', 'section', 'rows', 'cell', 'lines'] as const;

const storedDocument = z.object({
  id: z.string(),
  uri: z.string(),
  name: z.string(),
  title: z.string(),
  format: z.string(),
  contentHash: z.string(),
  bytes: z.number(),
  modifiedAt: z.string(),
  metadata: metadataSchema,
  settingsFingerprint: z.string(),
  pageCount: z.number(),
  chunkCount: z.number(),
  ingestedAt: z.string(),
});

export const storedPageColumns = ['document_id', 'number', 'kind', 'label', 'span_start', 'span_end', 'text'];

/** A row of the documents table; the revision is kept where the rest is marked as stale. */
export interface DocumentRow {
  readonly document: StoredDocument;
  readonly revision: string;
}

export function pageTable(records: readonly DocumentRecord[]): Table {
  const rows = records.flatMap(({ document, pages }) => {
    const revision = revisionOf(document);
    return pages.map((page) => ({ page, documentId: document.id, revision }));
  });
  return tableOf(pagesSchema(), rows.length, [
    rows.map(({ page, revision }) => `${revision}:${page.number}`),
    rows.map((row) => row.documentId),
    rows.map((row) => row.revision),
    rows.map(({ page }) => page.kind),
    rows.map(({ page }) => page.label),
    rows.map(({ page }) => page.text),
    Int32Array.from(rows, ({ page }) => page.number),
    Int32Array.from(rows, ({ page }) => page.start),
    Int32Array.from(rows, ({ page }) => page.end),
  ]);
}

export function storedPageOf(row: Row): StoredPage {
  return {
    documentId: row.text('document_id'),
    number: row.number('number'),
    kind: z.enum(pageKinds).parse(row.text('kind')),
    label: row.text('label'),
    start: row.number('span_start'),
    end: row.number('span_end'),
    text: row.text('text'),
  };
}

export function documentTable(rows: readonly DocumentRow[]): Table {
  return tableOf(documentsSchema(), rows.length, [
    rows.map(({ document }) => document.id),
    rows.map(({ document }) => document.name),
    rows.map(({ revision }) => revision),
    rows.map(({ document }) => JSON.stringify(document)),
  ]);
}

export function documentRowOf(row: Row): DocumentRow {
  return { document: storedDocument.parse(JSON.parse(row.text('record'))), revision: row.text('revision') };
}
