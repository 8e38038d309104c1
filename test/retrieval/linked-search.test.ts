import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenVectors } from '../../src/models/load-token-vectors.js';
import type { OpenIndex } from '../../src/retrieval/index-catalog.js';
import type { SearchRequest } from '../../src/retrieval/index-search.js';
import { GraphView } from '../../src/retrieval/mention-graph/graph-view.js';
import { RankedRetriever } from '../../src/retrieval/ranked-retriever.js';
import { loadRankingModel } from '../../src/retrieval/ranking/ranking-model.js';
import { filmDocuments, twoHopQuestion } from './film-documents.js';
import { SmallIndex } from './small-index.js';

const second = 'people/ilse-marenko.md';

let small: SmallIndex;
let films: OpenIndex;
beforeAll(async () => {
  small = new SmallIndex();
  films = await small.ingest(filmDocuments);
});
afterAll(() => small.remove());

async function found(question: string, request: SearchRequest, { search } = films) {
  const hits = await search.search(question, request);
  return hits.map(({ chunk, score }) => ({ name: chunk.document.name, score }));
}

async function names(question: string, request: SearchRequest, index = films): Promise<string[]> {
  return (await found(question, request, index)).map(({ name }) => name);
}

describe('hybrid search', () => {
  it('does not find a document that shares no word with the question', async () => {
    const first = await names(twoHopQuestion, { k: 3, mode: 'hybrid' });
    expect(first).toContain('films/the-glass-orchard.md');
    expect(first).not.toContain(second);
    expect(await names(twoHopQuestion, { k: 30, mode: 'lexical' })).not.toContain(second);
  });
});

describe.each(['graph', 'default'] as const)('search in mode %s', (mode) => {
  it('finds the second document of a two-hop question through the first', async () => {
    expect(await names(twoHopQuestion, { k: 2, mode })).toEqual(['films/the-glass-orchard.md', second]);
  });

  it('finds through the graph only what the filter lets pass', async () => {
    const found = await names(twoHopQuestion, { k: 30, mode, filter: { name: { glob: 'films/**' } } });
    expect(found).toHaveLength(6);
    expect(found.every((name) => name.startsWith('films/'))).toBe(true);
    const people = await names(twoHopQuestion, { k: 30, mode, filter: { name: { glob: 'people/**' } } });
    expect(people).toHaveLength(8);
    expect(people.slice(0, 3)).toContain(second);
  });

  it('gives nothing where the filter lets nothing pass', async () => {
    expect(await names(twoHopQuestion, { k: 3, mode, filter: { name: 'no-such-file.md' } })).toEqual([]);
  });

  it('gives everything once, by falling score, where more is asked for than there is', async () => {
    const all = await found(twoHopQuestion, { k: 1000, mode });
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(Object.keys(filmDocuments)));
    expect(all).toHaveLength(Object.keys(filmDocuments).length);
    expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('gives the first of many where one is asked for', async () => {
    const [first] = await found(twoHopQuestion, { k: 10, mode });
    expect(await found(twoHopQuestion, { k: 1, mode })).toEqual([first]);
  });

  it('answers questions of stop words, of signs, in another script and of nothing known', async () => {
    for (const question of ['who is it?', '?!', '🎬', '玻璃果园的导演出生在哪里？', 'xyzzy', 'the '.repeat(3000)]) {
      const hits = await found(question, { k: 5, mode });
      expect(hits).toHaveLength(5);
      expect(hits.every(({ score }) => Number.isFinite(score))).toBe(true);
    }
  });

  it('gives each of many questions at once what it gives to one alone', async () => {
    const questions = [twoHopQuestion, 'Who directed Nine Lanterns?', 'window glass', 'Where was Oskar Blum born?'];
    const alone: unknown[] = [];
    for (const question of questions) alone.push(await found(question, { k: 20, mode }));
    expect(await Promise.all(questions.map((question) => found(question, { k: 20, mode })))).toEqual(alone);
  });

  it('stops before it begins where it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(found(twoHopQuestion, { k: 3, mode, signal })).rejects.toThrow('enough');
  });

  it('answers in the order of hybrid search while an index has no mention graph yet', async () => {
    const unlinked = await small.open('small-unlinked').catch(() => small.copyWithoutMentions());
    for (const question of [twoHopQuestion, 'window glass', 'Who was born in Kiel?']) {
      const hybrid = await found(question, { k: 30, mode: 'hybrid' }, unlinked);
      expect(hybrid).toHaveLength(Object.keys(filmDocuments).length);
      expect(await found(question, { k: 30, mode }, unlinked)).toEqual(hybrid);
      expect(await found(question, { k: 3, mode }, unlinked)).toEqual(hybrid.slice(0, 3));
    }
  });
});

describe('RankedRetriever', () => {
  it('stops on its way where it is aborted, and walks no further', async () => {
    const stop = new AbortController();
    const known = await loadTokenVectors();
    let loads = 0;
    const vectors = {
      cosine: (first: number, other: number) => known.cosine(first, other),
      encode: (text: string) => {
        stop.abort(new Error('enough'));
        return known.encode(text);
      },
      load: async () => {
        loads += 1;
      },
      cosines: async () => {
        loads += 1;
        return new Float32Array(0);
      },
      size: known.size,
    };
    const graph = new GraphView(films.reader);
    const [embedder, model] = [await small.embedder(), await loadRankingModel()];
    const retriever = new RankedRetriever({ index: films.reader, embedder, graph, vectors, model });
    const request = retriever.retrieve(twoHopQuestion, { limit: 3, signal: stop.signal });
    await expect(request).rejects.toThrow('enough');
    expect(loads).toBe(0);
  });

  it('says what each of its signals gave', async () => {
    const hits = await films.search.search(twoHopQuestion, { k: 2 });
    expect(hits[1]?.parts).toEqual({
      lexical: 0,
      dense: expect.any(Number),
      walk: expect.any(Number),
      chain: expect.any(Number),
    });
    expect(hits[1]?.parts.walk).toBeGreaterThan(0);
    expect(hits[1]?.parts.chain).toBeGreaterThan(0);
  });
});
