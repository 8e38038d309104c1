import { beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../src/core/filter.js';
import { CandidatePool } from '../../src/retrieval/candidate-pool.js';
import type { SearchOptions } from '../../src/store/index-store.js';
import { CountingEmbedder } from '../fakes/counting-embedder.js';
import { documentRecord, vectorAt } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';

/** An encoder whose questions all lie at angle 0: the first chunk of a document is the most similar one. */
class FirstChunkEmbedder extends CountingEmbedder {
  override async embedQuery(): Promise<Float32Array> {
    return vectorAt(0);
  }
}

/** Notes what it is asked for. */
class WatchedIndex extends MemoryIndex {
  readonly searches: SearchOptions[] = [];

  override async searchDense(vector: Float32Array, options: SearchOptions) {
    this.searches.push(options);
    return super.searchDense(vector, options);
  }

  override async searchLexical(query: string, options: SearchOptions) {
    this.searches.push(options);
    return super.searchLexical(query, options);
  }
}

const embedder = new FirstChunkEmbedder();
const texts = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at} word`);
let index: WatchedIndex;
beforeEach(async () => {
  index = new WatchedIndex();
  await index.replaceDocuments([
    documentRecord('pets', { pages: [['a cat sleeps', 'a dog barks', 'the cat and the dog']] }),
    documentRecord('ships', { pages: [['a ship sails', 'the ship of the cat']] }),
  ]);
});

const collect = (query: string, options: { filter?: Filter; limit?: number; signal?: AbortSignal } = {}) =>
  CandidatePool.collect(query, index, embedder, { limit: 5, ...options });

describe('CandidatePool', () => {
  it('holds what either search found, each once', async () => {
    const pool = await collect('cat');
    expect([...pool.lexical.keys()].sort()).toEqual([
      'pets/a cat sleeps',
      'pets/the cat and the dog',
      'ships/the ship of the cat',
    ]);
    expect(pool.ids()).toHaveLength(5);
    expect(new Set(pool.ids()).size).toBe(5);
  });

  it('gives chunks without any term of the question a BM25 of 0', async () => {
    const pool = await collect('cat');
    await pool.scoreLexical(pool.ids());
    expect(pool.lexical.size).toBe(5);
    expect(pool.lexical.get('pets/a dog barks')).toBe(0);
    expect(pool.lexical.get('pets/a cat sleeps')).toBeGreaterThan(0);
  });

  it('scores chunks as the searches themselves would', async () => {
    await index.replaceDocuments([documentRecord('many', { pages: [texts('other', 150)] })]);
    const pool = await collect('cat word');
    const id = 'many/other149 word';
    expect(pool.dense.has(id)).toBe(false);
    await pool.scoreDense([id, 'pets/a cat sleeps']);
    const all = await index.searchDense(await embedder.embedQuery(), { limit: 1000 });
    expect(pool.dense.get(id)).toBe(all.find((hit) => hit.id === id)?.score);
    const missing = 'many/other20 word';
    pool.lexical.delete(missing);
    await pool.scoreLexical([missing]);
    const found = await index.searchLexical('cat word', { limit: 1000 });
    expect(pool.lexical.get(missing)).toBe(found.find((hit) => hit.id === missing)?.score);
  });

  it('asks only for what it does not know yet', async () => {
    const pool = await collect('cat');
    index.searches.length = 0;
    await pool.scoreDense(pool.ids());
    expect(index.searches).toEqual([]);
    await pool.scoreLexical(pool.ids());
    const among = expect.arrayContaining(['pets/a dog barks', 'ships/a ship sails']);
    expect(index.searches).toMatchObject([{ limit: 2, among }]);
    await pool.scoreLexical(pool.ids());
    expect(index.searches).toHaveLength(1);
  });

  it('finds and scores only what the filter lets pass', async () => {
    const pool = await collect('cat', { filter: { name: 'ships.md' } });
    expect(pool.ids().sort()).toEqual(['ships/a ship sails', 'ships/the ship of the cat']);
    expect([...pool.lexical.keys()]).toEqual(['ships/the ship of the cat']);
    await pool.scoreDense(['pets/a cat sleeps']);
    expect(pool.dense.has('pets/a cat sleeps')).toBe(false);
  });

  it('gives no similarity to chunks that are gone', async () => {
    const pool = await collect('cat');
    await pool.scoreDense(['pets/no such chunk']);
    expect(pool.dense.has('pets/no such chunk')).toBe(false);
  });

  it('takes a hundred of each search, or more where more are asked for', async () => {
    await index.replaceDocuments([documentRecord('many', { pages: [texts('other', 300)] })]);
    const small = await collect('word', { limit: 1 });
    expect([small.lexical.size, small.dense.size]).toEqual([100, 100]);
    const large = await collect('word', { limit: 250 });
    expect([large.lexical.size, large.dense.size]).toEqual([250, 250]);
  });

  it('stops where the question is no longer wanted', async () => {
    await expect(collect('cat', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('fails with the encoder after both searches have ended', async () => {
    const failing = new FirstChunkEmbedder();
    failing.embedQuery = async () => {
      throw new Error('no vectors today');
    };
    await expect(CandidatePool.collect('cat', index, failing, { limit: 5 })).rejects.toThrow('no vectors today');
  });
});
