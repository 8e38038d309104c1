import { watch } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexReader } from '../../src/store/index-store.js';
import { killed, message, startWriter } from './start-writer.js';
import { openReader, openWriter, temporaryUri } from './temporary-index.js';
import { versionedRecords } from './writer-process.js';

const isVersion = (least: number) => (value: unknown) => typeof value === 'number' && value >= least;

/** Resolves at the given change in a folder. */
function changes(folder: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const watcher = watch(folder, () => {
      seen += 1;
      if (seen < count) return;
      watcher.close();
      resolve();
    });
  });
}

/** Each document has the chunks and the pages of one and the same version; returns the versions. */
async function versionsIn(reader: IndexReader): Promise<Set<number>> {
  const versions = new Set<number>();
  const found = await reader.searchLexical('version', { limit: 1000 });
  const chunks = await reader.getChunks(found.map(({ id }) => id));
  for (const id of versionedRecords(1).map(({ document }) => document.id)) {
    const own = chunks.filter(({ documentId }) => documentId === id).sort((a, b) => a.ordinal - b.ordinal);
    const version = Number(/^version (\d+)/u.exec(own[0]?.text ?? '')?.[1]);
    const record = versionedRecords(version).find(({ document }) => document.id === id);
    expect(own.map(({ text }) => text)).toEqual(record?.chunks.map(({ text }) => text));
    expect(await reader.getPages(id)).toEqual(record?.pages);
    versions.add(version);
  }
  return versions;
}

describe('a writer that is killed', () => {
  // replacement.test.ts stops between all steps; here a real process ends, in the middle of whatever it does.
  const moments = [
    ['documents_g1', 1],
    ['chunks_g1', 2],
    ['pages_g1', 8],
  ] as const;

  it.each(moments)(
    'at a change in %s (%i) leaves every document whole, and a repetition mends the rest',
    async (table, count) => {
      const uri = await temporaryUri();
      const child = startWriter(uri, 'write');
      const second = message(child, isVersion(2));
      await second;
      await changes(join(uri, `${table}.lance`, '_versions'), count);
      await killed(child);

      const reader = await openReader(uri);
      expect((await versionsIn(reader)).size).toBe(1);
      const writer = await openWriter(uri);
      const rows = await writer.allDocuments();
      expect(rows).toHaveLength(8);
      await writer.replaceDocuments(versionedRecords(3));
      expect(await versionsIn(reader)).toEqual(new Set([3]));
      const records = versionedRecords(3);
      expect(await reader.stats()).toMatchObject({
        documents: 8,
        pages: records.flatMap(({ pages }) => pages).length,
        chunks: records.flatMap(({ chunks }) => chunks).length,
      });
      expect(await reader.getDocument('document-1')).toEqual(records[1]?.document);
    },
  );

  it('shows a reader all of a version or nothing of it, while it writes', async () => {
    const uri = await temporaryUri();
    const child = startWriter(uri, 'write');
    await message(child, isVersion(1));
    const reader = await openReader(uri);
    let isEnough = false;
    const enough = message(child, isVersion(10)).then(() => {
      isEnough = true;
    });
    let rounds = 0;
    for (; !isEnough || rounds < 3; rounds++) {
      const found = await reader.searchLexical('version', { limit: 1000 });
      const versions = new Set(found.map(({ id }) => Number(/version (\d+)/u.exec(id)?.[1])));
      expect(versions.size).toBe(1);
      expect(found).toHaveLength(versionedRecords([...versions][0] ?? 0).flatMap(({ chunks }) => chunks).length);
      const pages = await reader.getPages('document-3');
      const version = Number(/^version (\d+)/u.exec(pages[0]?.text ?? '')?.[1]);
      expect(pages).toEqual(versionedRecords(version)[3]?.pages);
    }
    await enough;
  });
});
