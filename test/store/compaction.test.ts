import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentRecord, vectorAt } from '../fakes/index-records.js';
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

  it('builds a vector index where comparing with every vector would show, which still finds the nearest', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const perDocument = 13_000;
    for (let number = 0; number < 4; number++) {
      const texts = Array.from(
        { length: perDocument },
        (_, chunk) => `w${chunk % 97} c${number * perDocument + chunk}`,
      );
      const record = documentRecord(`d${number}`, { pages: [texts] });
      const angle = (ordinal: number) => ((number * perDocument + ordinal) / (4 * perDocument)) * Math.PI;
      const chunks = record.chunks.map((chunk) => ({ ...chunk, vector: vectorAt(angle(chunk.ordinal)) }));
      await writer.replaceDocuments([{ ...record, chunks }]);
    }
    await writer.compact();
    const chunks = await (await connectTo(uri)).openTable('chunks_g1');
    const indices = (await chunks.listIndices()).map(({ columns }) => columns[0]);
    expect(indices.sort()).toEqual(['document_id', 'id', 'terms', 'vector']);
    const found = await writer.searchDense(vectorAt(Math.PI / 2), { limit: 5 });
    expect(found[0]?.id).toContain('c26000');
    expect(found[0]?.score).toBeCloseTo(1, 5);
    const filtered = await writer.searchDense(vectorAt(Math.PI / 2), { limit: 5, filter: { documentId: 'd0' } });
    expect(filtered[0]?.id).toContain('c12999');
    expect(filtered).toHaveLength(5);
    expect((await writer.searchLexical('c40000', { limit: 5 })).map(({ id }) => id)).toHaveLength(1);
    await writer.replaceDocuments([documentRecord('new', { pages: [['fresh']], chunk: { vector: vectorAt(4) } })]);
    expect((await writer.searchDense(vectorAt(4), { limit: 1 }))[0]?.id).toBe('new/fresh');
  });
});
