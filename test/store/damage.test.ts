import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DocentError } from '../../src/core/errors.js';
import { indexFormat, writeManifest } from '../../src/store/manifest.js';
import { documentRecord, testEmbedder, vectorAt } from '../fakes/index-records.js';
import { connectTo, openReader, openWriter, temporaryUri } from './temporary-index.js';

async function builtIndex(): Promise<string> {
  const uri = await temporaryUri();
  const writer = await openWriter(uri);
  await writer.setSources(['/documents']);
  await writer.replaceDocuments([documentRecord('a'), documentRecord('b')]);
  await writer.compact({ force: true });
  await writer.close();
  return uri;
}

/** Everything that a reader can ask; the first failure of opening or asking. */
async function failureOf(uri: string): Promise<unknown> {
  try {
    const reader = await openReader(uri);
    await reader.searchDense(vectorAt(0), { limit: 5 });
    await reader.searchLexical('text', { limit: 5 });
    await reader.getChunks(['a/first text']);
    await reader.getPages('a');
    await reader.listDocuments();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function shorten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    await truncate(path, Math.floor((await stat(path)).size / 2));
  }
}

/** Overwrites the last bytes, where Lance files keep their table of contents. */
async function blank(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = await open(join(folder, name), 'r+');
    const { size } = await file.stat();
    await file.write(new Uint8Array(Math.min(64, size)), 0, Math.min(64, size), Math.max(0, size - 64));
    await file.close();
  }
}

/** The damage that the error must call damage, whatever LanceDB says of it. */
const damages: readonly (readonly [string, (uri: string) => Promise<void>])[] = [
  ['shortened data', (uri) => shorten(join(uri, 'chunks_g1.lance', 'data'))],
  ['shortened pages', (uri) => shorten(join(uri, 'pages_g1.lance', 'data'))],
  ['shortened document rows', (uri) => shorten(join(uri, 'documents_g1.lance', 'data'))],
  ['shortened table versions', (uri) => shorten(join(uri, 'chunks_g1.lance', '_versions'))],
  ['a shortened manifest', (uri) => shorten(join(uri, 'manifest.lance', 'data'))],
  ['shortened manifest versions', (uri) => shorten(join(uri, 'manifest.lance', '_versions'))],
  ['zeros over the end of its data', (uri) => blank(join(uri, 'chunks_g1.lance', 'data'))],
  ['zeros over the end of its manifest', (uri) => blank(join(uri, 'manifest.lance', '_versions'))],
  ['missing data', (uri) => rm(join(uri, 'chunks_g1.lance', 'data'), { recursive: true })],
  ['missing indices', (uri) => rm(join(uri, 'chunks_g1.lance', '_indices'), { recursive: true })],
  ['a missing table', (uri) => rm(join(uri, 'pages_g1.lance'), { recursive: true })],
  ['missing manifest versions', (uri) => rm(join(uri, 'manifest.lance', '_versions'), { recursive: true })],
];

describe('a damaged index', () => {
  it.each(damages)('with %s says so, and a rebuild mends it', async (_, damage) => {
    const uri = await builtIndex();
    await damage(uri);
    const failure = await failureOf(uri);
    expect(failure).toBeInstanceOf(DocentError);
    expect(failure).toMatchObject({
      code: 'index-damaged',
      hint: expect.stringContaining('docent ingest --rebuild --index handbook') as string,
    });
    const writer = await openWriter(uri, { rebuild: true });
    await writer.replaceDocuments([documentRecord('c')]);
    await writer.publish();
    await writer.close();
    expect(await failureOf(uri)).toBeUndefined();
    await (await openWriter(uri)).close();
    expect(await failureOf(uri)).toBeUndefined();
  });

  it('that lost its manifest is not taken for a new one', async () => {
    const uri = await builtIndex();
    await rm(join(uri, 'manifest.lance'), { recursive: true });
    await expect(openWriter(uri)).rejects.toMatchObject({ code: 'index-damaged' });
  });

  it('of which only the making was cut short is made anew', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    await rm(join(uri, 'manifest.lance'), { recursive: true });
    await rm(join(uri, 'pages_g1.lance'), { recursive: true });
    const writer = await openWriter(uri);
    await writer.replaceDocuments([documentRecord('a')]);
    expect((await (await openReader(uri)).stats()).documents).toBe(1);
  });
});

describe('an index of another format', () => {
  /** Format 1 had no mention rows. */
  async function indexOfFormat(format: number): Promise<string> {
    const uri = await builtIndex();
    const connection = await connectTo(uri);
    if (format === 1) await connection.dropTable('mentions_g1');
    const now = '2026-01-01T00:00:00.000Z';
    const manifest = { format, generation: 1, embedder: testEmbedder, sources: [], createdAt: now, updatedAt: now };
    await writeManifest(connection, 'manifest', manifest);
    return uri;
  }

  it.each([1, 99])('is refused by its number, and may be rebuilt: %i', async (format) => {
    const uri = await indexOfFormat(format);
    const expected = {
      code: 'index-format-unknown',
      message: expect.stringMatching(
        new RegExp(`has format ${format}\\b.*reads format ${indexFormat}\\b`, 'u'),
      ) as string,
      hint: expect.stringContaining('docent ingest --rebuild --index handbook') as string,
    };
    await expect(openReader(uri)).rejects.toMatchObject(expected);
    await expect(openWriter(uri)).rejects.toMatchObject(expected);
    const writer = await openWriter(uri, { rebuild: true });
    await writer.replaceDocuments([documentRecord('b')]);
    await writer.publish();
    await writer.close();
    const reader = await openReader(uri);
    expect((await reader.manifest()).format).toBe(indexFormat);
    expect((await reader.listDocuments()).documents.map(({ id }) => id)).toEqual(['b']);
    await (await openWriter(uri)).close();
    const tables = await (await connectTo(uri)).tableNames();
    expect(tables.filter((name) => name.endsWith('_g1'))).toEqual([]);
  });
});

describe('a place that cannot be written', () => {
  it('is named, under a file or in a folder of the system', async () => {
    const uri = await temporaryUri();
    await mkdir(join(uri, '..'), { recursive: true });
    await writeFile(uri, 'a file');
    await expect(openWriter(join(uri, 'index'))).rejects.toMatchObject({ code: 'index-not-writable' });
    await expect(openWriter(uri)).rejects.toMatchObject({ code: 'index-not-writable' });
    if (existsSync('/proc/self')) {
      const expected = { code: 'index-not-writable', hint: expect.stringContaining('DOCENT_INDEXES') as string };
      await expect(openWriter('/proc/self/docent')).rejects.toMatchObject(expected);
    }
  });
});
