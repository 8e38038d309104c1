import { chunkTable } from './chunk-rows.js';
import { deleteByDocument, deleteRows, replaceRows } from './commit.js';
import { type DocumentRow, documentRowOf, documentTable, pageTable } from './document-rows.js';
import type { Generation } from './generation.js';
import type { DocumentRecord, StoredDocument } from './index-store.js';
import { readRows } from './query-rows.js';
import { revisionOf } from './revision.js';
import { isIn, isNotIn } from './sql.js';

/**
 * Replaces documents. One commit, step 3, makes the change as a search sees it: all old chunks of all these documents
 * before it, all new ones after it. The steps around it let pages always fit the chunks, and let a kill between any two
 * steps be mended by running the replacement again:
 *
 * 1. Rows of documents that change lose their content hash. Killed from here on, the documents count as changed, even
 *    where a file is put back to its old bytes.
 * 2. Pages of the new revision come beside the old ones; nobody reads them yet, for pages are read by the revision of
 *    the document's chunks.
 * 3. Chunks are swapped; pages of the new revision are read from now on.
 * 4. Document rows are written. (A document without chunks changes here: its revision is that of its row.)
 * 5. Pages of other revisions go.
 */
export async function replaceDocuments(generation: Generation, records: readonly DocumentRecord[]): Promise<void> {
  const { chunks, pages, documents, manifest } = generation;
  const ids = records.map(({ document }) => document.id);
  const revisions = records.map(({ document }) => revisionOf(document));
  const replaced = isIn('document_id', ids);
  await markStale(generation, records);
  await replaceRows(pages, pageTable(records), `${replaced} AND ${isIn('revision', revisions)}`);
  await replaceRows(chunks, chunkTable(records, manifest.embedder), replaced);
  await replaceRows(documents, documentTable(records.map(({ document }) => rowOf(document))), isIn('id', ids));
  await deleteRows(pages, `${replaced} AND ${isNotIn('revision', revisions)}`);
}

/** Deletes documents; the stale row goes last, so that a kill on the way leaves a row that the next run deletes again. */
export async function deleteDocuments(generation: Generation, ids: readonly string[]): Promise<void> {
  const rows = await documentRows(generation, ids);
  await writeStale(generation, rows);
  await deleteByDocument(generation.chunks, ids);
  await deleteByDocument(generation.pages, ids);
  await deleteRows(generation.documents, isIn('id', ids));
}

/** Drops what a killed writer left of documents that no row stands for. */
export async function dropOrphans(generation: Generation, documentIds: readonly string[]): Promise<void> {
  const rows = await documentRows(generation, documentIds);
  const known = new Set(rows.map(({ document }) => document.id));
  const orphans = documentIds.filter((id) => !known.has(id));
  if (orphans.length === 0) return;
  await deleteByDocument(generation.chunks, orphans);
  await deleteByDocument(generation.pages, orphans);
}

async function markStale(generation: Generation, records: readonly DocumentRecord[]): Promise<void> {
  const revisions = new Map(records.map(({ document }) => [document.id, revisionOf(document)]));
  const rows = await documentRows(generation, [...revisions.keys()]);
  const changing = rows.filter(({ document, revision }) => revisions.get(document.id) !== revision);
  await writeStale(generation, changing);
}

async function writeStale({ documents }: Generation, rows: readonly DocumentRow[]): Promise<void> {
  const fresh = rows.filter(({ document }) => document.contentHash !== '');
  if (fresh.length === 0) return;
  const stale = fresh.map((row) => ({ ...row, document: { ...row.document, contentHash: '' } }));
  const ids = stale.map(({ document }) => document.id);
  await replaceRows(documents, documentTable(stale), isIn('id', ids));
}

async function documentRows({ documents }: Generation, ids: readonly string[]): Promise<DocumentRow[]> {
  if (ids.length === 0) return [];
  const query = documents.query().where(isIn('id', ids)).select(['record', 'revision']);
  return (await readRows(query)).map(documentRowOf);
}

function rowOf(document: StoredDocument): DocumentRow {
  return { document, revision: revisionOf(document) };
}
