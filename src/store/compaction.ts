import type { Table } from '@lancedb/lancedb';
import { commit } from './commit.js';
import type { Generation } from './generation.js';
import { loadLance } from './lance.js';

/** A commit adds a data file; a scan of ten thousand rows in 80 files takes twice that in one. */
const maxFragments = 32;
/** Comparing with every vector takes 12 ms at 10,000 rows and 82 to 144 ms at 100,000 (library notes, 2). */
export const vectorIndexRows = 50_000;
/** A reader in another process may still be in a version; dropped at once, it fails (library notes, 2). */
const keptVersionsMs = 10 * 60_000;

export interface CompactionOptions {
  readonly force?: boolean | undefined;
  readonly nowMs: number;
}

/** Merges small files, brings the indices up to date and drops old versions, for each table where that is due. */
export async function compact(generation: Generation, options: CompactionOptions): Promise<void> {
  const { chunks, pages, documents } = generation;
  const isDue = options.force === true || (await hasUncoveredRows(chunks));
  await optimize(chunks, { ...options, force: isDue });
  await createVectorIndex(chunks);
  for (const table of [pages, documents]) await optimize(table, options);
}

async function optimize(table: Table, { force, nowMs }: CompactionOptions): Promise<void> {
  const { fragmentStats } = await table.stats();
  if (force !== true && fragmentStats.numFragments < maxFragments) return;
  await commit(table, () => table.optimize({ cleanupOlderThan: new Date(nowMs - keptVersionsMs) }));
}

/**
 * Rows outside the full-text index are found, but scored without the index's word counts: nDCG@10 of BM25 was 0.747
 * instead of 0.783 (anthropic-docs), and 8,000 such rows take 29 ms a query. Covering them costs 0.1 s at 1,000 rows and
 * 1.5 s at 50,000 (measured, 2 busy cores), once per ingest.
 */
async function hasUncoveredRows(chunks: Table): Promise<boolean> {
  const indices = await chunks.listIndices();
  return indices.some(({ numUnindexedRows }) => (numUnindexedRows ?? 0) > 0);
}

/** IVF_FLAT keeps the vectors as they are: recall 0.996 to 1.0, built in 1.6 s for 100,000 rows (library notes, 2). */
async function createVectorIndex(chunks: Table): Promise<void> {
  if ((await chunks.countRows()) < vectorIndexRows) return;
  const indices = await chunks.listIndices();
  if (indices.some(({ columns }) => columns.includes('vector'))) return;
  const { Index } = await loadLance();
  await commit(chunks, () => chunks.createIndex('vector', { config: Index.ivfFlat({ distanceType: 'cosine' }) }));
  for (const column of ['id', 'document_id']) {
    await commit(chunks, () => chunks.createIndex(column, { config: Index.btree() }));
  }
}
