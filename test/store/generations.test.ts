import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { indexExists, listIndexes } from '../../src/store/open-index.js';
import { documentRecord, vectorAt } from '../fakes/index-records.js';
import { connectTo, openReader, openWriter, otherEmbedder, temporaryFolder, temporaryUri } from './temporary-index.js';

const tablesOf = async (uri: string) => (await (await connectTo(uri)).tableNames()).sort();
const tablesOfGeneration = (generation: number) =>
  ['chunks', 'documents', 'mentions', 'pages'].map((name) => `${name}_g${generation}`);
const otherRecord = (id: string) =>
  documentRecord(id, { pages: [['rebuilt text']], chunk: { vector: vectorAt(0, 6) } });

describe('a rebuild', () => {
  it('is seen by an open reader at once and whole, and not before it is published', async () => {
    const uri = await temporaryUri();
    const first = await openWriter(uri);
    await first.setSources(['/documents']);
    await first.replaceDocuments([documentRecord('a')]);
    await first.close();
    const reader = await openReader(uri);
    const writer = await openWriter(uri, { rebuild: true });
    expect((await writer.manifest()).sources).toEqual(['/documents']);
    await writer.replaceDocuments([documentRecord('b')]);
    expect((await writer.allDocuments()).map(({ id }) => id)).toEqual(['b']);
    expect((await reader.listDocuments()).documents.map(({ id }) => id)).toEqual(['a']);
    await writer.publish();
    expect((await reader.listDocuments()).documents.map(({ id }) => id)).toEqual(['b']);
    expect((await reader.manifest()).generation).toBe(2);
    await writer.replaceDocuments([documentRecord('c')]);
    expect((await reader.stats()).documents).toBe(2);
  });

  it('leaves the old tables to readers until the next writer comes', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const writer = await openWriter(uri, { rebuild: true });
    await writer.publish();
    await writer.close();
    expect(await tablesOf(uri)).toEqual([...tablesOfGeneration(1), ...tablesOfGeneration(2), 'manifest'].sort());
    await (await openWriter(uri)).close();
    expect(await tablesOf(uri)).toEqual([...tablesOfGeneration(2), 'manifest'].sort());
  });

  it('goes on where it was left, with the same encoder', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const begun = await openWriter(uri, { rebuild: true, embedder: otherEmbedder });
    await begun.replaceDocuments([otherRecord('a')]);
    await begun.close();
    const between = await openWriter(uri);
    await between.replaceDocuments([documentRecord('z')]);
    await between.close();
    const resumed = await openWriter(uri, { rebuild: true, embedder: otherEmbedder });
    expect((await resumed.allDocuments()).map(({ id }) => id)).toEqual(['a']);
    await resumed.publish();
    const reader = await openReader(uri, otherEmbedder);
    expect((await reader.listDocuments()).documents.map(({ id }) => id)).toEqual(['a']);
  });

  it('begins anew where it was left with another encoder', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const begun = await openWriter(uri, { rebuild: true, embedder: otherEmbedder });
    await begun.replaceDocuments([otherRecord('a')]);
    await begun.close();
    const anew = await openWriter(uri, { rebuild: true });
    expect(await anew.allDocuments()).toEqual([]);
    expect((await anew.manifest()).generation).toBe(2);
    await anew.publish();
    await anew.close();
    await (await openWriter(uri)).close();
    expect(await tablesOf(uri)).toEqual([...tablesOfGeneration(2), 'manifest'].sort());
  });

  it('of an index that is not there yet makes it', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri, { rebuild: true });
    await writer.replaceDocuments([documentRecord('a')]);
    await writer.publish();
    expect((await (await openReader(uri)).stats()).documents).toBe(1);
  });

  it('with another encoder stops dense searches of a reader that has the old one', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const reader = await openReader(uri);
    const writer = await openWriter(uri, { rebuild: true, embedder: otherEmbedder });
    await writer.replaceDocuments([otherRecord('a')]);
    await writer.publish();
    const search = reader.searchDense(vectorAt(0), { limit: 1 });
    await expect(search).rejects.toMatchObject({ code: 'embedder-mismatch' });
    expect(await reader.searchLexical('rebuilt', { limit: 1 })).toHaveLength(1);
  });
});

describe('a rebuild that was left half built', () => {
  it('is forgotten with all that it knew when it is dropped', async () => {
    const uri = await temporaryUri();
    const first = await openWriter(uri);
    await first.setSources(['/kept', '/removed']);
    await first.close();
    const begun = await openWriter(uri, { rebuild: true });
    await begun.replaceDocuments([documentRecord('a')]);
    await begun.close();
    const between = await openWriter(uri);
    await between.dropRebuild();
    expect(await tablesOf(uri)).toEqual([...tablesOfGeneration(1), 'manifest'].sort());
    await between.setSources(['/kept']);
    await between.close();
    const anew = await openWriter(uri, { rebuild: true });
    expect((await anew.manifest()).sources).toEqual(['/kept']);
    expect(await anew.allDocuments()).toEqual([]);
  });
});

describe('an index that is discarded', () => {
  it('is gone once it is closed, and can be made again', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.setSources(['/documents']);
    await writer.replaceDocuments([documentRecord('a')]);
    await writer.discard();
    await writer.close();
    expect(await indexExists(uri)).toBe(false);
    expect(await readdir(uri)).toEqual([]);
    const again = await openWriter(uri);
    expect(await again.allDocuments()).toEqual([]);
    expect((await again.manifest()).sources).toEqual([]);
  });
});

describe('opening', () => {
  it('with another encoder names both and the command that re-embeds', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const expected = {
      code: 'embedder-mismatch',
      message: expect.stringMatching(/"handbook".*test-encoder.*other-encoder/u) as string,
      hint: expect.stringContaining('docent ingest --rebuild --index handbook') as string,
    };
    await expect(openReader(uri, otherEmbedder)).rejects.toMatchObject(expected);
    await expect(openWriter(uri, { embedder: otherEmbedder })).rejects.toMatchObject(expected);
  });

  it('an index that is not there names those that are, and makes nothing', async () => {
    const folder = await temporaryFolder();
    for (const name of ['notes', 'manuals']) await (await openWriter(`${folder}/${name}`)).close();
    await expect(openReader(`${folder}/handbook`)).rejects.toMatchObject({
      code: 'index-not-found',
      message: expect.stringContaining('manuals, notes') as string,
      hint: expect.stringContaining('docent ingest <folder> --index handbook') as string,
    });
    expect(await listIndexes(folder)).toEqual(['manuals', 'notes']);
    expect(await listIndexes(`${folder}/nowhere`)).toEqual([]);
    expect(await indexExists(`${folder}/handbook`)).toBe(false);
    expect(await indexExists(`${folder}/notes`)).toBe(true);
  });

  it('works under names with blanks, signs and letters of any script', async () => {
    const folder = await temporaryFolder();
    const names = ['my notes', 'a#b%20c', "it's", 'größe+名前'];
    for (const name of names) {
      const writer = await openWriter(`${folder}/${name}`);
      await writer.replaceDocuments([documentRecord('a')]);
      await writer.close();
      expect((await (await openReader(`${folder}/${name}`)).stats()).documents).toBe(1);
    }
    expect(await listIndexes(folder)).toEqual([...names].sort());
  });
});
