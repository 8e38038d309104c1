import { describe, expect, it } from 'vitest';
import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
import { deferred } from '../../fakes/deferred.js';
import { mentionsOf } from '../../fakes/index-records.js';
import { MemoryIndex } from '../../fakes/memory-index.js';
import { nameOf, namesOf, rowOf, smallGraph } from './small-graph.js';

const small = (isWhole: boolean) =>
  smallGraph({ b: { titles: ['paris'], mentions: { rome: 2 } }, a: { mentions: ['rome', 'oslo'] } }, { isWhole });

describe.each([true, false])('the view of a graph (read whole: %s)', (isWhole) => {
  it('gives the same graph while the index stays as it is', async () => {
    const { view, graph } = await small(isWhole);
    expect(await view.current()).toBe(graph);
  });

  it('notices a changed index when it is asked again; what a question holds stays as it was', async () => {
    const { view, graph, index } = await small(isWhole);
    await namesOf(graph, 'a');
    expect((await nameOf(graph, 'rome')).mentions).toHaveLength(2);
    await index.replaceMentions([rowOf('a', { mentions: ['madrid'] })], ['b']);
    const changed = await view.current();
    expect(await namesOf(changed, 'a')).toEqual(['madrid']);
    expect(await namesOf(changed, 'b')).toBeUndefined();
    expect((await nameOf(changed, 'rome')).mentions).toEqual([]);
    expect((await nameOf(changed, 'madrid')).mentions).toEqual([{ id: 'a', count: 1 }]);
    expect(await namesOf(graph, 'a')).toEqual(['rome', 'oslo']);
    expect((await nameOf(graph, 'rome')).mentions).toHaveLength(2);
  });

  it('knows the mean number of terms, and the new one after a change', async () => {
    const index = new MemoryIndex();
    const view = new GraphView(index, isWhole ? {} : { wholeChunks: 0 });
    expect((await view.current()).averageTerms).toBe(0);
    await index.replaceMentions([mentionsOf('a', { terms: new Int32Array(6) })], []);
    expect((await view.current()).averageTerms).toBe(6);
  });
});

describe('the view of a graph', () => {
  it('reads a small graph once for all who ask at the same time', async () => {
    const [reading, mayGoOn] = [{ count: 0 }, deferred<void>()];
    class SlowIndex extends MemoryIndex {
      override async allMentions(limit: number) {
        reading.count += 1;
        await mayGoOn.promise;
        return super.allMentions(limit);
      }
    }
    const view = new GraphView(new SlowIndex());
    const asked = [view.current(), view.current()];
    mayGoOn.resolve();
    const [first, second] = await Promise.all(asked);
    expect(first).toBe(second);
    expect(reading.count).toBe(1);
  });

  it('reads again after a failure', async () => {
    const { index } = await small(true);
    const allMentions = index.allMentions.bind(index);
    index.allMentions = async () => Promise.reject(new Error('disk'));
    const view = new GraphView(index);
    await expect(view.current()).rejects.toThrow('disk');
    index.allMentions = allMentions;
    expect(await namesOf(await view.current(), 'a')).toEqual(['rome', 'oslo']);
  });

  it('reads a graph of more chunks than the limit by key', async () => {
    const { index } = await small(true);
    const whole = await new GraphView(index, { wholeChunks: 2 }).current();
    await namesOf(whole, 'a');
    expect(index.chunksAsked).toEqual([]);
    const byKey = await new GraphView(index, { wholeChunks: 1 }).current();
    await namesOf(byKey, 'a');
    expect(index.chunksAsked).toEqual([['a']]);
  });
});
