import { describe, expect, it } from 'vitest';
import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
import { termHash } from '../../../src/store/term-hash.js';
import { documentRecord, mentionsOf } from '../../fakes/index-records.js';
import { CountingIndex, chunksOf, nameOf, namesOf, rowOf, smallGraph } from './small-graph.js';

const chunks = {
  b: { titles: ['paris'], mentions: { rome: 2 } },
  a: { titles: ['paris'], mentions: ['rome', 'oslo'] },
};

describe.each([true, false])('the mention graph (read whole: %s)', (isWhole) => {
  it('knows chunks and names once they are loaded, in the order of their ids', async () => {
    const { graph } = await smallGraph(chunks, { isWhole });
    const mentions = [
      { id: 'a', count: 1 },
      { id: 'b', count: 2 },
    ];
    expect(await namesOf(graph, 'a')).toEqual(['rome', 'oslo']);
    expect(await namesOf(graph, 'missing')).toBeUndefined();
    expect(await nameOf(graph, 'rome')).toEqual({ mentions, targets: [] });
    expect(await nameOf(graph, 'paris')).toEqual({ mentions: [], targets: ['a', 'b'] });
    expect(await nameOf(graph, 'nobody')).toEqual({ mentions: [], targets: [] });
    expect([...(await graph.findNames(['rome', 'nobody', 'paris'])).keys()]).toEqual(['rome', 'paris']);
  });

  it('gives all that is known of a chunk', async () => {
    const { graph } = await smallGraph(chunks, { isWhole });
    const [chunk = -1] = chunksOf(graph, ['b']);
    await graph.loadChunks([chunk]);
    const { names, titles, counts, ...rest } = graph.chunk(chunk) ?? { names: [], titles: [], counts: [] };
    expect(Array.from(names, (name) => graph.nameKey(name))).toEqual(['rome']);
    expect(Array.from(titles, (name) => graph.nameKey(name))).toEqual(['paris']);
    const row = rowOf('b', chunks.b);
    expect(counts).toEqual(row.counts);
    const { documentId, ordinal, contextTerms, terms, tokens } = row;
    expect(rest).toEqual({ documentId, ordinal, contextTerms, terms, tokens });
  });
});

describe('the mention graph', () => {
  it('asks the index for each thing once', async () => {
    const { graph, index } = await smallGraph(chunks);
    const [a = -1, b = -1] = chunksOf(graph, ['a', 'b']);
    await graph.loadChunks([a, a]);
    await graph.loadChunks([b, a]);
    await graph.loadChunks([a]);
    expect(index.chunksAsked).toEqual([['a'], ['b']]);
    await graph.findNames(['rome', 'nobody', 'rome']);
    await graph.findNames(['nobody', 'oslo']);
    await graph.findNames(['rome', 'oslo', 'nobody']);
    expect(index.namesAsked).toEqual([['nobody', 'rome'], ['oslo']]);
  });

  it('asks nothing more once it has read all', async () => {
    const { graph, index } = await smallGraph(chunks, { isWhole: true });
    await namesOf(graph, 'a');
    await nameOf(graph, 'rome');
    expect([index.chunksAsked, index.namesAsked]).toEqual([[], []]);
    expect(graph.remembered).toEqual({ chunks: 0, names: 0 });
  });

  it('asks the index how often terms occur where chunks have no row yet', async () => {
    const index = new CountingIndex();
    const record = documentRecord('d', { pages: [['red fox', 'red']] });
    await index.replaceDocuments([record]);
    const view = new GraphView(index);
    expect(await (await view.current()).termFrequencies(['red'])).toEqual({ counts: new Map([['red', 2]]), total: 2 });
    const rows = record.chunks.map(({ id }) => mentionsOf(id, { terms: Int32Array.of(termHash('red')) }));
    await index.replaceMentions(rows, []);
    expect((await (await view.current()).termFrequencies(['red'])).counts.get('red')).toBe(2);
    // No terms: how many chunks there are, asked once for each state. The last one has read all and asks nothing more.
    expect(index.termsAsked).toEqual([[], ['red'], []]);
    await index.replaceDocuments([documentRecord('e', { pages: [['red']] })]);
    expect((await (await view.current()).termFrequencies(['red'])).total).toBe(3);
  });

  it('remembers how often terms occur', async () => {
    const { graph, index } = await smallGraph(chunks);
    await index.replaceDocuments([
      documentRecord('d', {
        pages: [
          ['red fox', 'red'],
          ['fox', 'tree'],
        ],
      }),
    ]);
    const first = await graph.termFrequencies(['red', 'absent']);
    expect(Object.fromEntries(first.counts)).toEqual({ red: 2, absent: 0 });
    expect(first.total).toBe(4);
    const second = await graph.termFrequencies(['absent', 'fox', 'red']);
    expect(Object.fromEntries(second.counts)).toEqual({ absent: 0, fox: 2, red: 2 });
    expect(second.total).toBe(4);
    expect(index.termsAsked).toEqual([['absent', 'red'], ['fox']]);
  });
});
