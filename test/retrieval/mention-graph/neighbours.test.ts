import { describe, expect, it } from 'vitest';
import { neighbours } from '../../../src/retrieval/mention-graph/neighbours.js';
import { byId, type SmallChunk, smallGraph } from './small-graph.js';

async function neighboursOf(
  id: string,
  chunks: Readonly<Record<string, SmallChunk>>,
  questionNames: readonly string[] = [],
) {
  const { graph } = await smallGraph(chunks);
  const number = graph.chunkNumber(id);
  await graph.loadChunks([number]);
  const chunk = graph.chunk(number);
  await graph.loadNames([...(chunk?.names ?? []), ...(chunk?.titles ?? [])]);
  const asked = new Map(Array.from(await graph.findNames(questionNames), ([, name]) => [name, 1]));
  return Object.fromEntries(byId(graph, neighbours(number, graph, { questionNames: asked, chunkCount: 100 })));
}

const many = (count: number, chunk: SmallChunk) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, chunk]));

describe('neighbours of a chunk', () => {
  const chunks = {
    start: { titles: ['ada'], mentions: ['rome', 'oslo'] },
    rome: { titles: ['rome'] },
    fan: { mentions: ['ada'] },
    sharer: { mentions: ['oslo'] },
    stranger: { titles: ['lima'], mentions: ['peru'] },
  };

  it('are what its names lead to, who mentions its title and who shares a name, in this order', async () => {
    const links = await neighboursOf('start', chunks);
    expect(Object.keys(links).sort()).toEqual(['fan', 'rome', 'sharer']);
    expect(links.rome).toBeCloseTo(1);
    expect(links.fan).toBeCloseTo(0.6);
    expect(links.sharer).toBeLessThan(links.fan ?? 0);
    expect(links.sharer).toBeGreaterThan(0);
  });

  it('count less by a name that the question holds already', async () => {
    const links = await neighboursOf('start', chunks, ['rome', 'ada']);
    const plain = await neighboursOf('start', chunks);
    for (const id of ['rome', 'fan']) expect(links[id]).toBeCloseTo(0.3 * (plain[id] ?? 0));
    expect(links.sharer).toBe(plain.sharer);
  });

  it('count less where what leads to them is an ordinary word', async () => {
    const start = { start: { mentions: ['water'] }, water: { titles: ['water'] } };
    const rare = await neighboursOf('start', start);
    const ordinary = await neighboursOf('start', { ...start, ...many(40, { mentions: ['water'] }) });
    expect(ordinary.water).toBeLessThan(0.9 * (rare.water ?? 0));
    expect(ordinary.water).toBeGreaterThan(0.4 * (rare.water ?? 0));
  });

  it('are linked by the strongest of several links', async () => {
    const links = await neighboursOf('start', {
      ...chunks,
      rome: { titles: ['rome'], mentions: ['oslo', 'ada'] },
    });
    expect(links.rome).toBeCloseTo(1);
  });

  it('count less where many share the link, and not at all by a name that very many share', async () => {
    const few = await neighboursOf('start', { start: { mentions: ['rome'] }, ...many(3, { mentions: ['rome'] }) });
    const more = await neighboursOf('start', { start: { mentions: ['rome'] }, ...many(29, { mentions: ['rome'] }) });
    expect(more.x0).toBeLessThan(few.x0 ?? 0);
    expect(await neighboursOf('start', { start: { mentions: ['rome'] }, ...many(30, { mentions: ['rome'] }) })).toEqual(
      {},
    );
    expect(
      Object.keys(await neighboursOf('start', { start: { titles: ['ada'] }, ...many(60, { mentions: ['ada'] }) })),
    ).toHaveLength(60);
    expect(await neighboursOf('start', { start: { titles: ['ada'] }, ...many(61, { mentions: ['ada'] }) })).toEqual({});
  });

  it('are none for a chunk that is not there, and never the chunk itself', async () => {
    expect(await neighboursOf('missing', chunks)).toEqual({});
    expect(await neighboursOf('start', { start: { titles: ['ada'], mentions: ['ada'] } })).toEqual({});
  });
});
