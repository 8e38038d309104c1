import { type VectorStoreQuery, VectorStoreQueryMode } from 'llamaindex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocentVectorStore } from '../../src/llamaindex/docent-vector-store.js';
import type { IndexReader, IndexWriter } from '../../src/store/index-store.js';
import { AdapterWorkplace } from './adapter-workplace.js';

const { DEFAULT, SPARSE, HYBRID, MMR } = VectorStoreQueryMode;

const texts: Readonly<Record<string, string>> = {
  cats: 'cat cat cat',
  'cats again': 'cat cat cat too',
  'cats and dogs': 'cat cat dog',
  ships: 'ship of Theseus',
  'river ships': 'ship ship river',
  moon: 'moon',
};

let place: AdapterWorkplace;
let writer: IndexWriter;
let reader: IndexReader;
let store: DocentVectorStore;
beforeAll(async () => {
  place = new AdapterWorkplace();
  writer = await place.writer();
  store = place.store(writer);
  await store.add(await place.nodes(...Object.entries(texts).map(([id, text]) => ({ id, text, source: id }))));
  reader = await place.reader();
});
afterAll(async () => {
  await reader.close();
  await store.close();
  place.remove();
});

async function query(text: string, parts: Partial<VectorStoreQuery>, from = store) {
  const queryEmbedding = await place.embedModel.getTextEmbedding(text);
  return from.query({ queryEmbedding, queryStr: text, similarityTopK: 10, mode: DEFAULT, ...parts });
}

describe('a query', () => {
  it('in the default mode ranks by cosine similarity', async () => {
    const { ids, similarities, nodes } = await query('cat', { similarityTopK: 3 });
    expect(ids).toEqual(['cats', 'cats again', 'cats and dogs']);
    expect(similarities[0]).toBeCloseTo(1, 5);
    expect(similarities[2]).toBeCloseTo(2 / Math.sqrt(5), 5);
    expect(nodes?.map(({ id_ }) => id_)).toEqual(ids);
  });

  it('in the sparse mode ranks by BM25 and finds only what holds a term', async () => {
    const { ids, similarities } = await query('Theseus sails a ship', { mode: SPARSE });
    expect(ids).toEqual(['ships', 'river ships']);
    expect(similarities[0]).toBeGreaterThan(similarities[1] ?? 0);
  });

  it('in the sparse mode finds a word that occurs more often than there are nodes, at once after it was added', async () => {
    await store.add(await place.nodes({ id: 'loop', text: 'tick tock '.repeat(20), source: 'loop' }));
    expect((await query('tick', { mode: SPARSE })).ids).toEqual(['loop']);
    await store.delete('loop');
    expect((await query('tick', { mode: SPARSE })).ids).toEqual([]);
  });

  it('in the sparse mode needs no vector', async () => {
    const result = await store.query({ queryStr: 'moon', similarityTopK: 3, mode: SPARSE });
    expect(result.ids).toEqual(['moon']);
  });

  it('in the hybrid mode joins what either search finds', async () => {
    const { ids, similarities } = await query('Theseus cat', { mode: HYBRID });
    expect(ids).toHaveLength(6);
    expect(ids.slice(0, 4).sort()).toEqual(['cats', 'cats again', 'cats and dogs', 'ships']);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
  });

  it('in the hybrid mode gives dense the weight alpha', async () => {
    // Similar to cats alone, while the words are those of the ships.
    const queryEmbedding = await place.embedModel.getTextEmbedding('cat');
    const first = async (alpha: number) =>
      (await query('Theseus', { queryEmbedding, mode: HYBRID, alpha, similarityTopK: 1 })).ids[0];
    expect(await first(0)).toBe('ships');
    expect(await first(1)).toBe('cats');
  });

  it.each([
    ['a writer', () => store],
    ['a reader, which gives no vectors', () => place.store(reader)],
  ])('in the mmr mode over %s chooses what differs', async (_, from) => {
    const { ids, similarities } = await query(
      'cat dog dog',
      { mode: MMR, similarityTopK: 3, mmrThreshold: 0.3 },
      from(),
    );
    expect(ids[0]).toBe('cats and dogs');
    expect(ids.slice(1).some((id) => id.startsWith('cats'))).toBe(false);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
  });

  it('in the mmr mode with a threshold of 1 ranks by similarity', async () => {
    const { ids } = await query('cat', { mode: MMR, mmrThreshold: 1, similarityTopK: 3 });
    expect(ids).toEqual(['cats', 'cats again', 'cats and dogs']);
  });

  it('for none finds none', async () => {
    for (const mode of [DEFAULT, SPARSE, HYBRID, MMR]) {
      expect(await query('cat', { mode, similarityTopK: 0 })).toEqual({ nodes: [], ids: [], similarities: [] });
    }
  });

  it.each(['svm', 'logistic_regression', 'linear_regression', 'semantic_hybrid', 'unheard of'])(
    'in the mode %s is refused',
    async (mode) => {
      await expect(query('cat', { mode: mode as VectorStoreQueryMode })).rejects.toMatchObject({
        code: 'invalid-request',
        message: expect.stringContaining(mode),
        hint: expect.stringContaining('hybrid'),
      });
    },
  );

  it.each([
    ['without a vector', { queryEmbedding: undefined }, 'invalid-request'],
    ['with a vector of another length', { queryEmbedding: [1, 0] }, 'embedder-mismatch'],
    ['without its text', { mode: SPARSE, queryStr: '' }, 'invalid-request'],
    ['without its text in the hybrid mode', { mode: HYBRID, queryStr: '' }, 'invalid-request'],
    ['with alpha beyond 1', { mode: HYBRID, alpha: 1.5 }, 'invalid-request'],
    ['with a threshold that is no number', { mode: MMR, mmrThreshold: Number.NaN }, 'invalid-request'],
    ['for a negative number of nodes', { similarityTopK: -1 }, 'invalid-request'],
  ])('%s is refused', async (_, parts, code) => {
    await expect(query('cat', parts as Partial<VectorStoreQuery>)).rejects.toMatchObject({ code });
  });
});
