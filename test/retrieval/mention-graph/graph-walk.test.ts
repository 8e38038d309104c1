import { describe, expect, it } from 'vitest';
import { walkGraph } from '../../../src/retrieval/mention-graph/graph-walk.js';
import { byId, chunksOf, type SmallChunk, smallGraph } from './small-graph.js';

interface Walk {
  readonly chunks: Readonly<Record<string, SmallChunk>>;
  readonly base?: Readonly<Record<string, number>>;
  readonly names?: readonly string[];
  readonly chunkCount?: number;
}

async function walk({ chunks, base = {}, names = [], chunkCount = 1_000 }: Walk) {
  const { graph, index } = await smallGraph(chunks);
  const mass = await walkGraph({
    graph,
    base: new Map(Object.entries(base).map(([id, fit]) => [graph.chunkNumber(id), fit])),
    names: new Map(Array.from(await graph.findNames(names), ([, name]) => [name, 1])),
    chunkCount,
  });
  return {
    mass: byId(
      graph,
      mass.keys.map((chunk) => [chunk, mass.get(chunk)] as const),
    ),
    index,
  };
}

const among = (mass: ReadonlyMap<string, number>, id: string) => mass.get(id) ?? 0;

/** "Where was the author of The Hobbit born?": only the first passage shares words with the question. */
const library: Readonly<Record<string, SmallChunk>> = {
  hobbit: { titles: ['the hobbit'], mentions: ['j r r tolkien', '1937'] },
  tolkien: { titles: ['j r r tolkien'], mentions: ['bloemfontein', 'the hobbit'] },
  bloemfontein: { titles: ['bloemfontein'], mentions: ['south africa'] },
  cook: { titles: ['cook'], mentions: ['1937'] },
  unrelated: { titles: ['oslo'], mentions: ['norway'] },
};

describe('a walk over the graph', () => {
  it('reaches the second passage of a question that takes two, and the third', async () => {
    const { mass } = await walk({ chunks: library, base: { hobbit: 1, unrelated: 0.2 }, names: ['the hobbit'] });
    expect(among(mass, 'tolkien')).toBeGreaterThan(among(mass, 'cook'));
    expect(among(mass, 'tolkien')).toBeGreaterThan(among(mass, 'unrelated'));
    expect(among(mass, 'bloemfontein')).toBeGreaterThan(0);
    expect([...mass.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
  });

  it('starts from the first hits alone where the question names nothing', async () => {
    const { mass } = await walk({ chunks: library, base: { hobbit: 0.9 } });
    expect(among(mass, 'tolkien')).toBeGreaterThan(0);
    expect(among(mass, 'unrelated')).toBe(0);
  });

  it('starts from the names of the question where no chunk fits it', async () => {
    const { mass } = await walk({ chunks: library, names: ['j r r tolkien'] });
    const ordered = [...mass].sort((a, b) => b[1] - a[1]).map(([id]) => id);
    expect(ordered[0]).toBe('tolkien');
    expect(mass.has('unrelated')).toBe(false);
  });

  it('gives a rare name more than a common one', async () => {
    const others = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x${at}`, { mentions: ['common'] }]));
    const chunks = {
      start: { mentions: ['common', 'rare'] },
      behindCommon: { titles: ['common'] },
      behindRare: { titles: ['rare'] },
      ...others,
    };
    const { mass } = await walk({ chunks, base: { start: 1 }, chunkCount: 23 });
    expect(among(mass, 'behindRare')).toBeGreaterThan(among(mass, 'behindCommon'));
  });

  it('does not walk from a hub to those who mention it, and still to what it leads to', async () => {
    const others = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`x${at}`, { mentions: ['hub'] }]));
    const chunks = { start: { mentions: ['hub'] }, page: { titles: ['hub'] }, ...others };
    const { mass } = await walk({ chunks, base: { start: 1 }, chunkCount: 72 });
    expect([...mass.keys()].sort()).toEqual(['page', 'start']);
  });

  it('prefers those who share a name and fit the question', async () => {
    const chunks = { start: { mentions: ['rome'] }, fitting: { mentions: ['rome'] }, other: { mentions: ['rome'] } };
    const { mass } = await walk({ chunks, base: { start: 1, fitting: 0.4 } });
    expect(among(mass, 'fitting')).toBeGreaterThan(2 * among(mass, 'other'));
    expect(among(mass, 'other')).toBeGreaterThan(0);
  });

  it('tolerates hits without a row, and names that nobody knows', async () => {
    const { mass } = await walk({ chunks: library, base: { gone: 1, hobbit: 0.5 }, names: ['nobody', 'the hobbit'] });
    expect(among(mass, 'gone')).toBeGreaterThan(0);
    expect(among(mass, 'tolkien')).toBeGreaterThan(0);
    const lost = await walk({ chunks: {}, base: { gone: 1 }, names: ['nobody'] });
    expect([...lost.mass.keys()]).toEqual(['gone']);
  });

  it('without anything to start from gives nothing', async () => {
    expect((await walk({ chunks: library })).mass.size).toBe(0);
    expect((await walk({ chunks: library, base: { hobbit: 0 } })).mass.size).toBe(0);
    expect((await walk({ chunks: {}, chunkCount: 0 })).mass.size).toBe(0);
  });

  it('reads a bounded part of a large graph', async () => {
    const count = 2_000;
    const chunks = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `c${at}`,
        { titles: [`t${at}`], mentions: Array.from({ length: 20 }, (__, step) => `t${(at * 7 + step * 13) % count}`) },
      ]),
    );
    const base = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`c${at}`, 1 / (at + 1)]));
    const { index } = await walk({ chunks, base, chunkCount: count });
    expect(index.chunksAsked.length).toBeLessThanOrEqual(2);
    for (const asked of index.chunksAsked) expect(asked.length).toBeLessThanOrEqual(100);
  });

  it('is the same whatever the order of the hits', async () => {
    const base = { hobbit: 0.5, tolkien: 0.5, cook: 0.5 };
    const forward = await walk({ chunks: library, base });
    const backward = await walk({ chunks: library, base: Object.fromEntries(Object.entries(base).reverse()) });
    const sorted = ({ mass }: typeof forward) => [...mass].sort(([a], [b]) => (a < b ? -1 : 1));
    const [left, right] = [sorted(forward), sorted(backward)];
    expect(left.map(([id]) => id)).toEqual(right.map(([id]) => id));
    for (const [at, [, share]] of left.entries()) expect(share).toBeCloseTo(right[at]?.[1] ?? 0, 12);
  });

  it('ends when it is aborted', async () => {
    const { graph } = await smallGraph(library);
    const signal = AbortSignal.abort(new Error('enough'));
    const base = new Map(chunksOf(graph, ['hobbit']).map((chunk) => [chunk, 1]));
    const walking = walkGraph({ graph, base, names: new Map(), chunkCount: 5, signal });
    await expect(walking).rejects.toThrow('enough');
  });
});
