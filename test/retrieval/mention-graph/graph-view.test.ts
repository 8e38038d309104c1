import { describe, expect, it } from 'vitest';
import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
import { deferred } from '../../fakes/deferred.js';
import { documentRecord, mentionsOf } from '../../fakes/index-records.js';
import { MemoryIndex } from '../../fakes/memory-index.js';
import { rowOf, smallGraph } from './small-graph.js';

const small = () =>
  smallGraph({
    b: { titles: ['paris'], mentions: { rome: 2 } },
    a: { titles: ['paris'], mentions: ['rome', 'oslo'] },
  });

describe('the view of a graph', () => {
  it('knows chunks and names once they are loaded, in the order of their ids', async () => {
    const { graph } = await small();
    expect(graph.chunk('a')).toBeUndefined();
    expect(graph.name('rome')).toEqual({ mentions: [], targets: [] });
    await graph.loadChunks(['a', 'missing']);
    await graph.loadNames(['rome', 'paris', 'nobody']);
    expect(graph.chunk('a')?.names).toEqual(['rome', 'oslo']);
    expect(graph.chunk('missing')).toBeUndefined();
    const mentions = [
      { id: 'a', count: 1 },
      { id: 'b', count: 2 },
    ];
    expect(graph.name('rome')).toEqual({ mentions, targets: [] });
    expect(graph.name('paris')).toEqual({ mentions: [], targets: ['a', 'b'] });
    expect(graph.name('nobody')).toEqual({ mentions: [], targets: [] });
  });

  it('asks the index for each thing once', async () => {
    const { graph, index } = await small();
    await graph.loadChunks(['a', 'a']);
    await graph.loadChunks(['b', 'a']);
    await graph.loadChunks(['a']);
    expect(index.chunksAsked).toEqual([['a'], ['b']]);
    await graph.loadNames(['rome', 'nobody', 'rome']);
    await graph.loadNames(['nobody', 'oslo']);
    await graph.loadNames(['rome', 'oslo', 'nobody']);
    expect(index.namesAsked).toEqual([['nobody', 'rome'], ['oslo']]);
    await graph.refresh();
    await graph.loadNames(['rome']);
    expect(index.namesAsked).toHaveLength(2);
  });

  it('notices a changed index when it is refreshed, and not before', async () => {
    const { graph, index } = await small();
    await graph.loadChunks(['a']);
    await graph.loadNames(['rome']);
    await index.replaceMentions([rowOf('a', { mentions: ['madrid'] })], ['b']);
    await graph.loadNames(['rome']);
    expect(graph.name('rome').mentions).toHaveLength(2);
    await graph.refresh();
    await graph.loadChunks(['a', 'b']);
    await graph.loadNames(['rome', 'madrid']);
    expect(graph.chunk('a')?.names).toEqual(['madrid']);
    expect(graph.chunk('b')).toBeUndefined();
    expect(graph.name('rome').mentions).toEqual([]);
    expect(graph.name('madrid').mentions).toEqual([{ id: 'a', count: 1 }]);
  });

  it('does not remember what was on its way while it was refreshed', async () => {
    const [begun, mayGoOn] = [deferred<void>(), deferred<void>()];
    class SlowIndex extends MemoryIndex {
      isSlow = true;
      override async getMentions(ids: readonly string[]) {
        const rows = await super.getMentions(ids);
        if (this.isSlow) {
          begun.resolve();
          await mayGoOn.promise;
        }
        return rows;
      }
    }
    const index = new SlowIndex();
    await index.replaceMentions([rowOf('a', { mentions: ['rome'] })], []);
    const graph = new GraphView(index);
    await graph.refresh();
    const loading = graph.loadChunks(['a']);
    await begun.promise;
    await index.replaceMentions([rowOf('a', { mentions: ['oslo'] })], []);
    await graph.refresh();
    mayGoOn.resolve();
    await loading;
    index.isSlow = false;
    await graph.loadChunks(['a']);
    expect(graph.chunk('a')?.names).toEqual(['oslo']);
  });

  it('knows the mean number of terms, and the new one after a change', async () => {
    const index = new MemoryIndex();
    const graph = new GraphView(index);
    await graph.refresh();
    expect(graph.averageTerms).toBe(0);
    await index.replaceMentions([mentionsOf('a', { terms: new Int32Array(6) })], []);
    await graph.refresh();
    expect(graph.averageTerms).toBe(6);
  });

  it('remembers how often terms occur until the index changes', async () => {
    const { graph, index } = await small();
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
    await index.replaceDocuments([documentRecord('e', { pages: [['red']] })]);
    await index.replaceMentions([rowOf('e/red', {})], []);
    await graph.refresh();
    const third = await graph.termFrequencies(['red']);
    expect(third).toEqual({ counts: new Map([['red', 3]]), total: 5 });
  });
});
