import type { Table } from '@lancedb/lancedb';
import { describe, expect, it } from 'vitest';
import { replaceDocuments } from '../../src/store/document-replacement.js';
import { type Generation, openGeneration } from '../../src/store/generation.js';
import { documentRecord } from '../fakes/index-records.js';
import { connectTo, openReader, openWriter, temporaryUri } from './temporary-index.js';

const before = documentRecord('a', { pages: [['old one'], ['shared'], ['old three']] });
const after = documentRecord('a', { pages: [['shared'], ['new two']] });
const steps = ['rows marked', 'pages added', 'chunks swapped', 'rows written', 'old pages deleted'];

/** The same tables, but from the given change on they refuse to change: a kill between two steps. */
function stoppingAt(generation: Generation, step: number): Generation {
  let changes = 0;
  const stopping = (table: Table) =>
    new Proxy(table, {
      get: (target, key) => {
        if (['add', 'mergeInsert', 'delete'].includes(String(key)) && changes++ >= step) throw new Error('killed');
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  const { chunks, pages, documents } = generation;
  return { ...generation, chunks: stopping(chunks), pages: stopping(pages), documents: stopping(documents) };
}

describe('a replacement', () => {
  it.each(steps.map((name, index) => [index, name] as const))(
    'that is killed after %i steps (before: %s) leaves chunks with their own pages, and can be repeated',
    async (step) => {
      const uri = await temporaryUri();
      const writer = await openWriter(uri);
      await writer.replaceDocuments([before, documentRecord('b')]);
      const generation = await openGeneration(await connectTo(uri), await writer.manifest());
      await expect(replaceDocuments(stoppingAt(generation, step), [after])).rejects.toThrow('killed');

      const reader = await openReader(uri);
      const expected = step < 3 ? before : after;
      const found = await reader.searchLexical('old new shared', { limit: 9 });
      expect(found.map(({ id }) => id).sort()).toEqual(expected.chunks.map(({ id }) => id).sort());
      expect(await reader.getPages('a')).toEqual(expected.pages);
      const [shared] = await reader.getChunks(['a/shared']);
      const page = (await reader.getPages('a', [shared?.pageStart ?? 0]))[0];
      expect(page?.text).toBe('shared');
      // Killed half way, the document must not count as what it was before: its file may be put back.
      const { contentHash } = (await reader.getDocument('a')) ?? expect.fail();
      if (step === 0) expect(contentHash).toBe(before.document.contentHash);
      else expect(contentHash).toBe(step < 4 ? '' : after.document.contentHash);

      await writer.replaceDocuments([after]);
      expect(await reader.getDocument('a')).toEqual(after.document);
      expect(await reader.getPages('a')).toEqual(after.pages);
      expect(await reader.stats()).toMatchObject({ documents: 2, pages: 3, chunks: 4 });
    },
  );

  it('of new documents that is killed before their rows leaves orphans, which can be dropped', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    await writer.replaceDocuments([documentRecord('b')]);
    const generation = await openGeneration(await connectTo(uri), await writer.manifest());
    await expect(replaceDocuments(stoppingAt(generation, 2), [after])).rejects.toThrow('killed');
    expect((await writer.searchLexical('shared', { limit: 9 })).length).toBe(1);
    await writer.dropOrphans(['a', 'b']);
    expect(await writer.stats()).toMatchObject({ documents: 1, pages: 1, chunks: 2 });
    expect(await writer.searchLexical('shared', { limit: 9 })).toEqual([]);
  });

  it('swaps bytes between two documents without losing pages of either', async () => {
    const writer = await openWriter(await temporaryUri());
    const record = (id: string, text: string) => documentRecord(id, { contentHash: text, pages: [[text]] });
    await writer.replaceDocuments([record('a', 'one'), record('b', 'two')]);
    await writer.replaceDocuments([record('a', 'two')]);
    await writer.replaceDocuments([record('b', 'one')]);
    expect((await writer.getPages('a')).map(({ text }) => text)).toEqual(['two']);
    expect((await writer.getPages('b')).map(({ text }) => text)).toEqual(['one']);
  });
});
