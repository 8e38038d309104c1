import type { Table } from '@lancedb/lancedb';
import { commit } from './commit.js';
import type { Generation } from './generation.js';
import { loadLance } from './lance.js';

/** A commit adds a data file; a scan of ten thousand rows in 80 files takes twice that in one. */
const maxFragments = 32;
/** Rows outside the full-text index are scanned at each query: 29 ms for 8,000 against 1.5 ms (measured, 2 cores). */
const minUncoveredRows = 2_000;
const maxUncoveredRows = 10_000;
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

/** A tenth of the rows may be uncovered, so that a large index is not rewritten for every small change. */
async function hasUncoveredRows(chunks: Table): Promise<boolean> {
  const limit = Math.min(Math.max((await chunks.countRows()) / 10, minUncoveredRows), maxUncoveredRows);
  for (const { numUnindexedRows } of await chunks.listIndices()) {
    if ((numUnindexedRows ?? 0) >= limit) return true;
  }
  return false;
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
