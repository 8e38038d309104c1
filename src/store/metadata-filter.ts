import type { Table } from '@lancedb/lancedb';
import type { Metadata } from '../core/document.js';
import type { Comparison } from '../core/filter.js';
import { metadataOf } from './chunk-rows.js';
import { documentRowOf } from './document-rows.js';
import { matchesComparison } from './filter-matching.js';
import { readRows } from './query-rows.js';
import { isIn, isNotIn } from './sql.js';

type MetadataConditions = readonly (readonly [string, Comparison])[];

/**
 * Turns conditions on metadata into a condition on ids by reading all of it: correct, not fast. A chunk has its
 * document's metadata; where it states a key itself, its own value counts.
 */
export async function metadataCondition(
  tables: { readonly chunks: Table; readonly documents: Table },
  conditions: MetadataConditions,
): Promise<string> {
  const documents = await metadataByDocument(tables.documents);
  const passing = [...documents].filter(([, metadata]) => passes(metadata, conditions)).map(([id]) => id);
  const passingDocuments = new Set(passing);
  const added: string[] = [];
  const removed: string[] = [];
  const query = tables.chunks.query().where(`metadata != '{}'`).select(['id', 'document_id', 'metadata']);
  for (const row of await readRows(query)) {
    const documentId = row.text('document_id');
    const merged = { ...documents.get(documentId), ...metadataOf(row.text('metadata')) };
    const isPassing = passes(merged, conditions);
    if (isPassing === passingDocuments.has(documentId)) continue;
    (isPassing ? added : removed).push(row.text('id'));
  }
  return `(${isIn('document_id', passing)} AND ${isNotIn('id', removed)}) OR ${isIn('id', added)}`;
}

async function metadataByDocument(documents: Table): Promise<Map<string, Metadata>> {
  const rows = await readRows(documents.query().select(['record', 'revision']));
  return new Map(rows.map((row) => documentRowOf(row).document).map(({ id, metadata }) => [id, metadata]));
}

function passes(metadata: Metadata, conditions: MetadataConditions): boolean {
  return conditions.every(([key, comparison]) =>
    matchesComparison(Object.hasOwn(metadata, key) ? metadata[key] : undefined, comparison),
  );
}
