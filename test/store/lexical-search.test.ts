import { describe, expect, it } from 'vitest';
import { documentRecord } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';
import { openReader, openWriter, temporaryUri } from './temporary-index.js';

/** A small corpus of uneven documents over few words, so that every word has its own rarity. */
const corpus = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const words = ['common', 'common common', 'half', 'third', 'fifth', 'tenth'];
    const divisors = [1, 2, 2, 3, 5, 10];
    const text = words.filter((_word, at) => number % (divisors[at] ?? 1) === 0).join(' ');
    return documentRecord(`document-${String(number).padStart(3, '0')}`, { pages: [[`${text} w${number}`]] });
  });

describe('lexical search', () => {
  it('ranks as BM25 does, whatever part of the rows the full-text index covers', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const memory = new MemoryIndex();
    const reader = await openReader(uri);
    const expectSame = async () => {
      for (const query of ['half', 'third fifth', 'tenth half common', 'w7', 'absent']) {
        const expected = await memory.searchLexical(query, { limit: 20 });
        const found = await reader.searchLexical(query, { limit: 20 });
        expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        for (const [index, { score }] of found.entries()) expect(score).toBeCloseTo(expected[index]?.score ?? 0, 3);
      }
      const terms = ['common', 'half', 'tenth', 'absent'];
      expect(await reader.termFrequencies(terms)).toEqual(await memory.termFrequencies(terms));
    };
    for (const index of [writer, memory]) await index.replaceDocuments(corpus(0, 120));
    await expectSame();
    await writer.compact();
    await expectSame();
  });

  it('finds new rows beside the covered ones, also by a word that stands in every row', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments(corpus(0, 120));
    await writer.compact();
    await writer.replaceDocuments(corpus(120, 124));
    expect((await writer.searchLexical('w122', { limit: 3 })).map(({ id }) => id)).toEqual([
      'document-122/common common common half w122',
    ]);
    expect((await writer.searchLexical('common', { limit: 5 })).length).toBe(5);
    const { counts, total } = await writer.termFrequencies(['common', 'w122', 'w7']);
    expect(total).toBe(124);
    expect(counts.get('common')).toBeGreaterThanOrEqual(120);
    expect([counts.get('w122'), counts.get('w7')]).toEqual([1, 1]);
  });

  it('forgets replaced texts at once', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments(corpus(0, 60));
    await writer.compact();
    await writer.replaceDocuments([documentRecord('document-007', { pages: [['new words']] })]);
    expect(await writer.searchLexical('w7', { limit: 5 })).toEqual([]);
    expect(await writer.searchLexical('new', { limit: 5 })).toHaveLength(1);
    await writer.deleteDocuments(['document-008']);
    expect(await writer.searchLexical('w8', { limit: 5 })).toEqual([]);
  });
});
