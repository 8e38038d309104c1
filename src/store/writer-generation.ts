import type { Connection } from '@lancedb/lancedb';
import type { DocentError } from '../core/errors.js';
import { checkEmbedder } from './embedder-check.js';
import { createGeneration, dropGenerations, type Generation, latestGeneration, openGeneration } from './generation.js';
import type { IndexManifest } from './index-store.js';
import { damaged, looksDamaged, toStoreError } from './lance-errors.js';
import { dropState, indexFormat, readState, writeManifest } from './manifest.js';
import type { EmbedderReference } from './schemas.js';
import { buildingTable, chunksTable, manifestTable } from './table-names.js';
import { WrittenGeneration } from './written-generation.js';

export interface WriterTarget {
  readonly connection: Connection;
  readonly uri: string;
  readonly embedder: EmbedderReference;
  readonly isRebuild: boolean;
  readonly nowMs: number;
}

/**
 * Opens or makes the generation that a writer writes, and drops those that nobody reads any more. Only called under the
 * writer's lock.
 */
export async function openWriterGeneration(target: WriterTarget): Promise<WrittenGeneration> {
  const { connection, uri, embedder, isRebuild } = target;
  const current = await currentManifest(target);
  if (current === 'none') return createFirst(target);
  if (isRebuild) return openBuilding(target, current === 'unreadable' ? undefined : current);
  if (current === 'unreadable') throw damaged(uri, new Error('its manifest cannot be read'));
  checkEmbedder(current, embedder, uri);
  const tables = await openGeneration(connection, current);
  const building = await readBuilding(target, current);
  await dropGenerations(connection, (number) => number !== current.generation && number !== building?.generation);
  return new WrittenGeneration(connection, tables, false);
}

/** A rebuild may replace what it cannot read; anything else fails there. */
async function currentManifest({ connection, uri, isRebuild }: WriterTarget) {
  try {
    return (await readState(connection, manifestTable, uri)) ?? 'none';
  } catch (error) {
    const failure = toStoreError(error, uri);
    if (isRebuild && isUnreadable(failure)) return 'unreadable';
    throw failure;
  }
}

/** The manifest comes last: until it stands there is no index, and the next writer begins anew. */
async function createFirst(target: WriterTarget): Promise<WrittenGeneration> {
  const { connection, uri, isRebuild } = target;
  const latest = await latestGeneration(connection);
  if (!isRebuild && (await holdsChunks(connection, latest))) {
    throw damaged(uri, new Error('its manifest is gone, its tables are not'));
  }
  await dropState(connection, buildingTable);
  await dropGenerations(connection, () => true);
  const tables = await createGeneration(connection, newManifest(target, latest + 1, []));
  await writeManifest(connection, manifestTable, tables.manifest);
  return new WrittenGeneration(connection, tables, false);
}

async function openBuilding(target: WriterTarget, current: IndexManifest | undefined): Promise<WrittenGeneration> {
  const { connection, embedder } = target;
  const building = await readBuilding(target, current);
  if (building !== undefined && building.embedder.fingerprint === embedder.fingerprint) {
    const tables = await openOrNothing(connection, building);
    if (tables !== undefined) {
      const manifest = { ...building, ranking: inheritedRanking(current, embedder) };
      return new WrittenGeneration(connection, { ...tables, manifest }, true);
    }
  }
  await dropState(connection, buildingTable);
  if (current !== undefined) await dropGenerations(connection, (number) => number !== current.generation);
  const generation = (await latestGeneration(connection)) + 1;
  const manifest = newManifest(target, generation, current?.sources ?? []);
  const ranking = inheritedRanking(current, embedder);
  const tables = await createGeneration(connection, { ...manifest, ranking });
  await writeManifest(connection, buildingTable, tables.manifest);
  return new WrittenGeneration(connection, tables, true);
}

/** With another encoder the scores are others: what was tuned is tuned again. */
function inheritedRanking(current: IndexManifest | undefined, embedder: EmbedderReference): IndexManifest['ranking'] {
  return current?.embedder.fingerprint === embedder.fingerprint ? current.ranking : undefined;
}

/** The half-built generation, where there is one; a damaged or outdated record of it is dropped. */
async function readBuilding(
  { connection, uri }: WriterTarget,
  current: IndexManifest | undefined,
): Promise<IndexManifest | undefined> {
  const building = await readState(connection, buildingTable, uri).catch((error: unknown) => {
    if (isUnreadable(toStoreError(error, uri))) return undefined;
    throw error;
  });
  if (building !== undefined && building.generation > (current?.generation ?? 0)) return building;
  await dropState(connection, buildingTable);
  return undefined;
}

function isUnreadable({ code }: DocentError): boolean {
  return code === 'index-damaged' || code === 'index-format-unknown';
}

async function openOrNothing(connection: Connection, manifest: IndexManifest): Promise<Generation | undefined> {
  try {
    return await openGeneration(connection, manifest);
  } catch (error) {
    if (looksDamaged(error)) return undefined;
    throw error;
  }
}

async function holdsChunks(connection: Connection, generation: number): Promise<boolean> {
  const names = await connection.tableNames();
  const table = chunksTable(generation);
  return names.includes(table) && (await (await connection.openTable(table)).countRows()) > 0;
}

function newManifest({ embedder, nowMs }: WriterTarget, generation: number, sources: readonly string[]): IndexManifest {
  const { name, fingerprint, dimensions } = embedder;
  const now = new Date(nowMs).toISOString();
  return {
    format: indexFormat,
    generation,
    embedder: { name, fingerprint, dimensions },
    sources: [...sources],
    createdAt: now,
    updatedAt: now,
  };
}
