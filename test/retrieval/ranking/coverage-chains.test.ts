import { describe, expect, it } from 'vitest';
import { type ChainOptions, coverageChains } from '../../../src/retrieval/ranking/coverage-chains.js';

type Links = Readonly<Record<string, Readonly<Record<string, number>>>>;
type Coverage = Readonly<Record<string, readonly number[]>>;

/** By ids, in whose order chunks are numbered. */
function chainsOf(seeds: readonly string[], links: Links, coverage: Coverage, more: Partial<ChainOptions> = {}) {
  const linked = Object.values(links).flatMap((each) => Object.keys(each));
  const ids = [...new Set([...seeds, ...Object.keys(links), ...linked, ...Object.keys(coverage)])].sort();
  const idOf = (chunk: number) => ids[chunk] ?? '';
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const numberOf = (id: string) => numbers.get(id) ?? -1;
  const scores = coverageChains({
    seeds: seeds.map(numberOf),
    linksOf: (chunk) =>
      new Map(Object.entries(links[idOf(chunk)] ?? {}).map(([id, strength]) => [numberOf(id), strength])),
    coverageOf: (chunk) => coverage[idOf(chunk)],
    weights: [0.5, 0.5],
    walkOf: () => 0,
    isBefore: (a, b) => a < b,
    hops: 1,
    ...more,
  });
  return new Map([...scores].map(([chunk, score]) => [idOf(chunk), score]));
}

const halves: Coverage = { film: [1, 0], other: [1, 0], director: [0, 1], stranger: [0, 0] };

describe('coverageChains', () => {
  it('prefers linked passages that cover different halves of a question to ones that cover the same', () => {
    const links: Links = { film: { director: 1, other: 1 } };
    const scores = chainsOf(['film'], links, halves);
    expect(scores.get('director')).toBeGreaterThan(scores.get('other') ?? 0);
    expect(scores.get('film')).toBe(scores.get('director'));
    // 0.5 of its own; 0.5 gained, counted 1.2 times; 0.1 for the link.
    expect(scores.get('director')).toBeCloseTo(0.5 + 0.6 + 0.1, 9);
  });

  it('gives a passage the score of the best chain that it is part of', () => {
    const links: Links = { film: { director: 0.5 }, other: { director: 1 } };
    const scores = chainsOf(['film', 'other'], links, halves);
    expect(scores.get('director')).toBe(scores.get('other'));
    expect(scores.get('film')).toBeLessThan(scores.get('other') ?? 0);
  });

  it('lets a seed without links stand by itself', () => {
    expect([...chainsOf(['film'], {}, halves)]).toEqual([['film', 0.5]]);
  });

  it('counts what the walk says in proportion to the link', () => {
    const scoreWith = (strength: number) =>
      chainsOf(['film'], { film: { stranger: strength } }, halves, { walkOf: () => 1 }).get('stranger') ?? 0;
    expect(scoreWith(1) - 0.5).toBeCloseTo(2 * (scoreWith(0.5) - 0.5), 9);
  });

  it('leaves out what may not be part of a chain, as a seed and as a link', () => {
    const links: Links = { film: { unknown: 1, director: 1 }, unknown: { director: 1 } };
    const scores = chainsOf(['unknown', 'film'], links, halves);
    expect([...scores.keys()].sort()).toEqual(['director', 'film']);
  });

  it('reaches a third passage with two hops only', () => {
    const links: Links = { film: { director: 1 }, director: { city: 1 } };
    const coverage: Coverage = { film: [1, 0, 0], director: [0, 1, 0], city: [0, 0, 1] };
    const weights = [0.4, 0.3, 0.3];
    expect(chainsOf(['film'], links, coverage, { weights }).has('city')).toBe(false);
    const scores = chainsOf(['film'], links, coverage, { weights, hops: 2 });
    expect(scores.get('city')).toBeGreaterThan(0.4 + 0.3);
    expect(scores.get('film')).toBe(scores.get('city'));
  });

  it('never puts a passage into a chain twice', () => {
    const links: Links = { film: { director: 1 }, director: { film: 1 } };
    const [own, second] = [chainsOf(['film'], links, halves), chainsOf(['film'], links, halves, { hops: 2 })];
    expect(second.get('film')).toBe(own.get('film'));
  });

  it('gives nothing without seeds', () => {
    expect(chainsOf([], { film: { director: 1 } }, halves).size).toBe(0);
  });

  it('looks at a bounded part of a graph in which everything is linked with everything', () => {
    const ids = Array.from({ length: 3000 }, (_, at) => `chunk${at}`);
    const links = new Map(ids.map((_, chunk) => [chunk, 1]));
    const asked = new Set<number>();
    const linksOf = (chunk: number) => {
      asked.add(chunk);
      return links;
    };
    const scores = chainsOf(ids, {}, Object.fromEntries(ids.map((id, at) => [id, [1 / (at + 1), 0.1]])), {
      linksOf,
      hops: 2,
    });
    // 20 seeds are extended by 8 each, of which 20 chains are extended again.
    expect(asked.size).toBeLessThanOrEqual(20 + 20);
    expect(scores.size).toBe(ids.length);
  });
});
