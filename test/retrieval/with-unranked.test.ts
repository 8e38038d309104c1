import { beforeEach, describe, expect, it } from 'vitest';
import { CandidatePool } from '../../src/retrieval/candidate-pool.js';
import { fusePool, HybridRetriever } from '../../src/retrieval/hybrid-retriever.js';
import { withUnranked } from '../../src/retrieval/with-unranked.js';
import { CountingEmbedder } from '../fakes/counting-embedder.js';
import { documentRecord } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';

const embedder = new CountingEmbedder();
let index: MemoryIndex;
let pool: CandidatePool;
beforeEach(async () => {
  index = new MemoryIndex({ name: embedder.name, fingerprint: embedder.fingerprint, dimensions: embedder.dimensions });
  const texts = ['a cat sleeps', 'a dog barks', 'the cat and the dog', 'a ship sails', 'a cat on a ship'];
  const vectors = await embedder.embedDocuments(texts);
  await index.replaceDocuments(
    texts.map((text, at) => {
      const vector = vectors[at] ?? new Float32Array();
      return documentRecord(`d${at}`, { pages: [[text]], chunk: { vector } });
    }),
  );
  pool = await CandidatePool.collect('cat', index, embedder, { limit: 5 });
});

const scored = (id: string, score: number) => ({ id, score, parts: {} });

describe('withUnranked', () => {
  it('puts what was not ranked below, in the order of the fused searches', async () => {
    const fused = fusePool(pool);
    const ranked = fused.slice(2, 4).map(({ id }, at) => scored(id, -7 + at));
    const all = await withUnranked(ranked, pool, fused);
    const order = [3, 2, 0, 1, 4].map((at) => fused[at]?.id);
    expect(all.map(({ id }) => id)).toEqual(order);
    expect(all.slice(0, 2).map(({ score }) => score)).toEqual([-6, -7]);
    const scores = all.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[2]).toBeLessThanOrEqual(-8);
  });

  it('orders ties by id', async () => {
    const all = await withUnranked([scored('b', 1), scored('a', 1)], pool, []);
    expect(all.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is hybrid search where nothing was ranked', async () => {
    const hybrid = await new HybridRetriever(index, embedder).retrieve('cat', { limit: 5 });
    expect(await withUnranked([], pool, fusePool(pool))).toEqual(hybrid);
  });
});
