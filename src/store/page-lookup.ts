import { type DocumentRow, documentRowOf, storedPageColumns, storedPageOf } from './document-rows.js';
import type { Generation } from './generation.js';
import type { StoredPage } from './index-store.js';
import { readRows } from './query-rows.js';
import { literal } from './sql.js';

/** How often pages are looked up again while a writer replaces their document. */
const attempts = 5;

/**
 * Pages of the revision that the document's chunks are of, so that both always fit together; while a document is
 * replaced its row may still be the old one. A document without chunks has the revision of its row.
 */
export async function pagesOf(
  generation: Generation,
  documentId: string,
  numbers: readonly number[] | undefined,
): Promise<StoredPage[]> {
  let revision = await revisionNow(generation, documentId);
  for (let attempt = 1; revision !== undefined; attempt++) {
    const conditions = [`document_id = ${literal(documentId)}`, `revision = ${literal(revision)}`];
    if (numbers !== undefined) conditions.push(numberCondition(numbers));
    const query = generation.pages.query().where(conditions.join(' AND ')).select(storedPageColumns);
    const pages = (await readRows(query)).map(storedPageOf);
    // The writer deletes old pages last: if the revision stands after the read, none were missing.
    const after = await revisionNow(generation, documentId);
    if (after === revision || attempt === attempts) return pages.sort((a, b) => a.number - b.number);
    revision = after;
  }
  return [];
}

function numberCondition(numbers: readonly number[]): string {
  const valid = numbers.filter((number) => Number.isInteger(number) && Math.abs(number) < 2 ** 31);
  return valid.length === 0 ? 'false' : `number IN (${valid.join(', ')})`;
}

async function revisionNow(generation: Generation, documentId: string): Promise<string | undefined> {
  const query = generation.chunks
    .query()
    .where(`document_id = ${literal(documentId)}`)
    .select(['revision'])
    .limit(1);
  const [chunk] = await readRows(query);
  return chunk?.text('revision') ?? (await documentRow(generation, documentId))?.revision;
}

export async function documentRow({ documents }: Generation, id: string): Promise<DocumentRow | undefined> {
  const query = documents
    .query()
    .where(`id = ${literal(id)}`)
    .select(['record', 'revision'])
    .limit(1);
  const [row] = await readRows(query);
  return row === undefined ? undefined : documentRowOf(row);
}
