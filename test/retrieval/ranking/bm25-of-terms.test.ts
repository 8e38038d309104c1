import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenVectors } from '../../../src/models/load-token-vectors.js';
import type { OpenIndex } from '../../../src/retrieval/index-catalog.js';
import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
import { bm25OfTerms } from '../../../src/retrieval/ranking/bm25-of-terms.js';
import { questionProfile } from '../../../src/retrieval/ranking/question-profile.js';
import { filmDocuments, twoHopQuestion } from '../film-documents.js';
import { SmallIndex } from '../small-index.js';
import { hashes, profileOf } from './ranking-parts.js';

describe('bm25OfTerms', () => {
  it('grows with each occurrence, and less with each', () => {
    const question = profileOf([['glass', 2]]);
    const scoreOf = (count: number) =>
      bm25OfTerms(hashes(`${'glass '.repeat(count)}${'word '.repeat(10 - count)}`), question, 10);
    const [none = 0, one = 0, two = 0, three = 0] = [0, 1, 2, 3].map(scoreOf);
    expect(none).toBe(0);
    expect(one).toBeCloseTo(2, 9);
    expect(two - one).toBeGreaterThan(three - two);
    expect(three).toBeGreaterThan(two);
  });

  it('counts the same less in a longer passage', () => {
    const question = profileOf([['glass', 2]]);
    expect(bm25OfTerms(hashes(`glass ${'word '.repeat(50)}`), question, 10)).toBeLessThan(1);
  });

  it('is finite for an empty passage and an index without terms', () => {
    expect(bm25OfTerms(hashes(''), profileOf([['glass', 2]]), 0)).toBe(0);
    expect(bm25OfTerms(hashes('glass'), profileOf([]), 0)).toBe(0);
  });

  describe('beside the index', () => {
    let small: SmallIndex;
    let films: OpenIndex;
    beforeAll(async () => {
      small = new SmallIndex();
      films = await small.ingest(filmDocuments);
    });
    afterAll(() => small.remove());

    it.each([twoHopQuestion, 'glass orchard', 'Who was born in Malmo?', 'unheard-of glass'])(
      'gives the score that the index gives: %s',
      async (question) => {
        const graph = await new GraphView(films.reader).current();
        const profile = await questionProfile(question, graph, await loadTokenVectors());
        const hits = await films.reader.searchLexical(question, { limit: 100 });
        expect(hits.length).toBeGreaterThan(2);
        const chunks = hits.map(({ id }) => graph.chunkNumber(id));
        await graph.loadChunks(chunks);
        const own = chunks.map((chunk) =>
          bm25OfTerms(graph.chunk(chunk)?.terms ?? new Int32Array(0), profile, graph.averageTerms),
        );
        expect(own).toEqual(hits.map(({ score }) => expect.closeTo(score, 4)));
      },
    );
  });
});
