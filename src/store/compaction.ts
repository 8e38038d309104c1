import type { Table } from '@lancedb/lancedb';
import { commit } from './commit.js';
import type { Generation } from './generation.js';
import { coverageOf, readableRows } from './lexical-search.js';
import { maintainMentionIndices } from './mention-writing.js';
import { maintainVectorIndex } from './vector-index.js';

/** Each commit adds a data file; from some dozens on, a scan opens files longer than it reads them. */
const maxFragments = 32;
/** Each commit also adds a version; those that are too old for any reader are only good to be dropped. */
const maxOldVersions = 8;
/**
 * Rows outside the full-text index are scanned at each query (29 ms for 8,000 against 1.5 ms, measured) and counted
 * wrongly (lexical-search.ts): a tenth of the rows may be, so that a large index is not rewritten for a small change.
 */
const toleratedUncoveredRows = (rows: number) => Math.min(Math.max(rows / 10, 50), 10_000);
/** While a new index is filled: rewriting it each time that it has doubled costs as much as writing it once. */
const toleratedWhileFilling = (rows: number) => Math.max(rows / 2, readableRows);
/** A reader in another process may still be in a version; dropped at once, it fails (library notes, 2). */
const keptVersionsMs = 10 * 60_000;

export interface CompactionOptions {
  readonly force?: boolean | undefined;
  readonly nowMs: number;
}

/** Merges small files, brings the indices up to date and drops old versions, for each table where that is due. */
export async function compact(
  { chunks, pages, documents, mentions }: Generation,
  manifest: Table,
  { force = false, nowMs }: CompactionOptions,
): Promise<void> {
  const { rows, uncovered } = await coverageOf(chunks);
  const isUncovered = uncovered > toleratedUncoveredRows(rows);
  await optimize(chunks, { force: force || isUncovered, nowMs });
  await maintainVectorIndex(chunks);
  await maintainMentionIndices(mentions);
  for (const table of [pages, documents, mentions, manifest]) await optimize(table, { force, nowMs });
}

/** Keeps a growing index searchable during a long ingest, which compacts only at its end. */
export async function compactWhileFilling({ chunks }: Generation, nowMs: number): Promise<void> {
  const { rows, uncovered } = await coverageOf(chunks);
  if (uncovered > toleratedWhileFilling(rows)) await optimize(chunks, { force: true, nowMs });
}

async function optimize(table: Table, { force, nowMs }: CompactionOptions): Promise<void> {
  const cleanupOlderThan = new Date(nowMs - keptVersionsMs);
  if (force !== true && !(await isDue(table, cleanupOlderThan))) return;
  await commit(table, () => table.optimize({ cleanupOlderThan }));
}

async function isDue(table: Table, cleanupOlderThan: Date): Promise<boolean> {
  if ((await table.stats()).fragmentStats.numFragments >= maxFragments) return true;
  const old = (await table.listVersions()).filter(({ timestamp }) => timestamp < cleanupOlderThan);
  return old.length >= maxOldVersions;
}
