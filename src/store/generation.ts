import type { Connection, Table } from '@lancedb/lancedb';
import type { IndexManifest } from './index-store.js';
import { loadLance } from './lance.js';
import { mentionsSchema } from './mention-rows.js';
import { chunksSchema, documentsSchema, pagesSchema } from './schemas.js';
import { chunksTable, documentsTable, generationOf, mentionsTable, pagesTable } from './table-names.js';

/** The tables of one generation, open, and the manifest that names it. */
export interface Generation {
  readonly manifest: IndexManifest;
  readonly chunks: Table;
  readonly pages: Table;
  readonly documents: Table;
  readonly mentions: Table;
}

export async function openGeneration(connection: Connection, manifest: IndexManifest): Promise<Generation> {
  const { generation } = manifest;
  const [chunks, pages, documents, mentions] = await Promise.all([
    connection.openTable(chunksTable(generation)),
    connection.openTable(pagesTable(generation)),
    connection.openTable(documentsTable(generation)),
    connection.openTable(mentionsTable(generation)),
  ]);
  return { manifest, chunks, pages, documents, mentions };
}

/** Makes the empty tables; what a killed writer left under these names is replaced. */
export async function createGeneration(connection: Connection, manifest: IndexManifest): Promise<Generation> {
  const { generation, embedder } = manifest;
  await dropGenerations(connection, (number) => number === generation);
  const chunks = await connection.createEmptyTable(chunksTable(generation), chunksSchema(embedder));
  const pages = await connection.createEmptyTable(pagesTable(generation), pagesSchema());
  const documents = await connection.createEmptyTable(documentsTable(generation), documentsSchema());
  const mentions = await connection.createEmptyTable(mentionsTable(generation), mentionsSchema());
  // With a declared key, concurrent upserts of the same new ids conflict instead of doubling rows (library notes, 0.4).
  for (const table of [chunks, pages, documents, mentions]) await table.setUnenforcedPrimaryKey('id');
  await createFullTextIndex(chunks);
  return { manifest, chunks, pages, documents, mentions };
}

/** Without any full-text index a full-text query fails, so that the empty table gets it already. */
async function createFullTextIndex(chunks: Table): Promise<void> {
  const { Index } = await loadLance();
  const config = Index.fts({
    // The terms are analysed by us (text-analysis.ts); LanceDB only splits them at the blanks.
    baseTokenizer: 'whitespace',
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    withPosition: false,
    maxTokenLength: 255,
  });
  await chunks.createIndex('terms', { config });
}

export async function dropGenerations(
  connection: Connection,
  isDropped: (generation: number) => boolean,
): Promise<void> {
  for (const table of await connection.tableNames()) {
    const generation = generationOf(table);
    if (generation !== undefined && isDropped(generation)) await connection.dropTable(table);
  }
}

/** The highest generation that any table belongs to; 0 where there is none. */
export async function latestGeneration(connection: Connection): Promise<number> {
  const generations = (await connection.tableNames()).map((table) => generationOf(table) ?? 0);
  return Math.max(0, ...generations);
}
