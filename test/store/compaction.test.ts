import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLance } from '../../src/store/lance.js';
import { maintainVectorIndex } from '../../src/store/vector-index.js';
import { documentRecord, mentionsOf, vectorAt } from '../fakes/index-records.js';
import { connectTo, openReader, openWriter, temporaryUri } from './temporary-index.js';

const minute = 60_000;

describe('compaction', () => {
  it('does nothing where nothing is due', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments([documentRecord('a')]);
    const chunks = await (await connectTo(uri)).openTable('chunks_g1');
    const before = await chunks.version();
    await writer.compact();
    await chunks.checkoutLatest();
    expect(await chunks.version()).toBe(before);
  });

  it('merges the files of many small commits', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    for (let number = 0; number < 33; number++) await writer.replaceDocuments([documentRecord(`d${number}`)]);
    await writer.compact();
    const chunks = await (await connectTo(uri)).openTable('chunks_g1');
    expect((await chunks.stats()).fragmentStats.numFragments).toBe(1);
    expect(await chunks.countRows()).toBe(66);
  });

  it('drops versions older than ten minutes, and no younger ones', async () => {
    const uri = await temporaryUri();
    let now = Date.now();
    const writer = await openWriter(uri, { now: () => now });
    const versions = async () => (await readdir(join(uri, 'chunks_g1.lance', '_versions'))).length;
    for (let number = 0; number < 12; number++) await writer.replaceDocuments([documentRecord('a')]);
    const before = await versions();
    now += 9 * minute;
    await writer.compact({ force: true });
    expect(await versions()).toBeGreaterThanOrEqual(before);
    now += 2 * minute;
    await writer.compact();
    expect(await versions()).toBeLessThan(5);
    expect((await writer.stats()).chunks).toBe(2);
  });

  it('indexes mention rows from some hundreds on, and again when a tenth of them is new', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const mentions = await (await connectTo(uri)).openTable('mentions_g1');
    const write = async (from: number, to: number) => {
      const rows = Array.from({ length: to - from }, (_, at) =>
        mentionsOf(`c${from + at}`, {
          names: [`name ${(from + at) % 50}`],
          counts: Int32Array.of(1),
          targets: ['all'],
        }),
      );
      await writer.replaceMentions(rows, []);
      await writer.compact();
      await mentions.checkoutLatest();
    };
    const uncovered = async () =>
      Promise.all(
        ['id', 'names', 'targets'].map(async (name) => (await mentions.indexStats(`${name}_idx`))?.numUnindexedRows),
      );
    await write(0, 499);
    expect(await mentions.listIndices()).toEqual([]);
    await write(499, 600);
    expect(await uncovered()).toEqual([0, 0, 0]);
    await write(600, 650);
    expect(await uncovered()).toEqual([50, 50, 50]);
    await write(650, 700);
    expect(await uncovered()).toEqual([0, 0, 0]);
    const found = await writer.findMentions(['name 7', 'all']);
    expect([found.mentions.length, found.targets.length]).toEqual([14, 700]);
    expect(await writer.getMentions(['c5', 'c699'])).toHaveLength(2);
  });

  it('goes on beside reads and writes', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments([documentRecord('fixed', { pages: [['anchor']] })]);
    const reader = await openReader(uri);
    const writing = Array.from({ length: 12 }, (_, number) => [
      writer.replaceDocuments([documentRecord(`d${number % 4}`, { pages: [[`version ${number}`]] })]),
      writer.compact({ force: true }),
      writer.deleteDocuments([`d${(number + 2) % 4}`]),
    ]);
    const reading = Array.from({ length: 30 }, () => reader.searchLexical('anchor', { limit: 1 }));
    for (const found of await Promise.all(reading)) expect(found.map(({ id }) => id)).toEqual(['fixed/anchor']);
    await Promise.all(writing.flat());
    expect((await reader.listDocuments()).documents.map(({ id }) => id)).toEqual(['d2', 'd3', 'fixed']);
    expect((await reader.stats()).chunks).toBe(3);
  });
});

describe('the vector index', () => {
  it('finds the nearest among all rows, among filtered ones and among new ones', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const count = 3_000;
    const texts = Array.from({ length: count }, (_, number) => `c${number}`);
    const record = documentRecord('d', { pages: [texts] });
    const around = record.chunks.map((chunk) => ({
      ...chunk,
      pageStart: chunk.ordinal % 7,
      pageEnd: chunk.ordinal % 7,
      vector: vectorAt((chunk.ordinal / count) * 2 * Math.PI),
    }));
    await writer.replaceDocuments([{ ...record, chunks: around }]);
    const chunks = await (await connectTo(uri)).openTable('chunks_g1');
    await maintainVectorIndex(chunks, 1_000);
    const indices = (await chunks.listIndices()).map(({ columns }) => columns[0]);
    expect(indices.sort()).toEqual(['document_id', 'id', 'terms', 'vector']);

    const [nearest] = await writer.searchDense(vectorAt(2), { limit: 5 });
    expect(nearest?.id).toBe(`d/c${Math.round((2 / (2 * Math.PI)) * count)}`);
    const onPage = await writer.searchDense(vectorAt(2), { limit: 50, filter: { page: 3 } });
    expect(onPage).toHaveLength(50);
    expect(onPage.every(({ id }) => Number(id.slice(3)) % 7 === 3)).toBe(true);
    const among = ['d/c0', 'd/c1500', 'd/c2999'];
    expect(await writer.searchDense(vectorAt(2), { limit: 5, among })).toHaveLength(3);
    await writer.replaceDocuments([documentRecord('new', { pages: [['fresh']], chunk: { vector: vectorAt(2.001) } })]);
    expect((await writer.searchDense(vectorAt(2.001), { limit: 1 }))[0]?.id).toBe('new/fresh');
    await maintainVectorIndex(chunks, 1_000);
    await writer.compact({ force: true });
    expect((await writer.searchDense(vectorAt(2.001), { limit: 1 }))[0]?.id).toBe('new/fresh');
    expect(await writer.getChunks(['d/c17'])).toHaveLength(1);
  });

  it('is not built where comparing with every vector does not show', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments([documentRecord('a')]);
    await writer.compact({ force: true });
    const chunks = await (await connectTo(uri)).openTable('chunks_g1');
    expect((await chunks.listIndices()).map(({ columns }) => columns[0])).toEqual(['terms']);
  });

  // LanceDB hangs for good while it indexes some 50,000 rows with fewer (measured, 0.31.0).
  it('and the full-text index are built by two threads at least', async () => {
    await loadLance();
    expect(Number(process.env.LANCE_CPU_THREADS)).toBeGreaterThanOrEqual(2);
  });
});
