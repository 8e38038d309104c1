import type { Connection, Table } from '@lancedb/lancedb';
import { z } from 'zod';
import { DocentError } from '../core/errors.js';
import { tableOf } from './arrow-tables.js';
import { indexNameOf } from './index-location.js';
import type { IndexManifest } from './index-store.js';
import { damaged, looksDamaged } from './lance-errors.js';
import { readRows } from './query-rows.js';
import { stateSchema } from './schemas.js';
import { tunedRankingSchema } from './tuned-ranking.js';

/** Layout of the tables that this program writes and reads. */
export const indexFormat = 2;

const manifestSchema = z.object({
  format: z.literal(indexFormat),
  generation: z.number().int().min(1),
  embedder: z.object({ name: z.string(), fingerprint: z.string(), dimensions: z.number().int().min(1) }),
  sources: z.array(z.string()),
  // Of another version's making it may look otherwise; the index can be searched without it.
  ranking: tunedRankingSchema.optional().catch(undefined),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** @throws DocentError `index-format-unknown` or `index-damaged` */
export async function readManifest(table: Table, uri: string): Promise<IndexManifest> {
  const [row] = await readRows(table.query().select(['json']));
  if (row === undefined) throw damaged(uri, new Error('its manifest is empty'));
  const value = parseJson(row.text('json'), uri);
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format !== indexFormat) throw formatUnknown(uri, format.data.format);
  throw damaged(uri, result.error);
}

/** Replaces the one row in one commit; readers see the old manifest or the new one. */
export async function writeManifest(connection: Connection, name: string, manifest: IndexManifest): Promise<void> {
  const row = tableOf(stateSchema(), 1, [[JSON.stringify(manifest)]]);
  try {
    await connection.createTable(name, row, { mode: 'overwrite' });
  } catch (error) {
    if (!looksDamaged(error)) throw error;
    // A table that cannot be read cannot be overwritten either; nobody can miss what it held.
    await connection.dropTable(name);
    await connection.createTable(name, row);
  }
}

/** What the table holds; undefined where there is no such table. */
export async function readState(connection: Connection, name: string, uri: string): Promise<IndexManifest | undefined> {
  if (!(await connection.tableNames()).includes(name)) return undefined;
  return readManifest(await connection.openTable(name), uri);
}

export async function dropState(connection: Connection, name: string): Promise<void> {
  if ((await connection.tableNames()).includes(name)) await connection.dropTable(name);
}

function parseJson(text: string, uri: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(uri, error);
  }
}

function formatUnknown(uri: string, format: number): DocentError {
  const name = indexNameOf(uri);
  return new DocentError(
    'index-format-unknown',
    `The index "${name}" (${uri}) has format ${format}; this docent reads format ${indexFormat}.`,
    {
      hint: `Use the docent that made it, or build it anew with \`docent ingest --rebuild --index ${name}\` and the folder of its documents.`,
    },
  );
}
