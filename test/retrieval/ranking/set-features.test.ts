import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/retrieval/ranking/candidate.js';
import { setFeatureNames, setFeatures } from '../../../src/retrieval/ranking/set-features.js';
import { standingOf } from '../../../src/retrieval/ranking/standing.js';
import { candidateOf, profileOf, questionOf } from './ranking-parts.js';

const profile = profileOf([
  ['apple', 1],
  ['zebra', 1],
]);
const { weights } = questionOf(profile);
type Row = Readonly<Record<(typeof setFeatureNames)[number], number>>;

function rowsOf(candidates: readonly Candidate[]): Row[] {
  const of = setFeatures(candidates, standingOf(candidates, profile), weights);
  return candidates.map((_, at) => {
    const values = of(at);
    expect(values).toHaveLength(setFeatureNames.length);
    return Object.fromEntries(setFeatureNames.map((name, column) => [name, values[column] ?? Number.NaN])) as Row;
  });
}

const links = (first: number, second: number, third: number) => ({
  links: { own: 0, sum: 0, joined: [first, second, third] as const, named: 0, namedSum: 0 },
});
const film = candidateOf('film', profile, { terms: 'apple', chain: 5, walk: 1, lexical: 3 });
const director = candidateOf('director', profile, { terms: 'zebra', chain: 4, walk: 0.8, ...links(0.9, 0, 0) });
const other = candidateOf('other', profile, { terms: 'apple', lexical: 2, chain: 1 });
const stranger = candidateOf('stranger', profile, { terms: 'pear', ...links(0, 0, 0.5) });

describe('setFeatures', () => {
  it('say what a candidate adds to the best by walk and chains', () => {
    const [first, second, third] = rowsOf([film, director, other, stranger]);
    // Its one term, two thirds of a quarter, and the whole of its token, another quarter.
    expect(second?.gainFirst).toBeCloseTo(0.25 / 1.5 + 0.25, 6);
    expect(third?.gainFirst).toBe(0);
    // The best adds nothing to itself, and the second nothing to the two that it is one of.
    expect(first).toMatchObject({ gainFirst: 0, gainTwo: 0, gainThree: 0 });
    expect(second).toMatchObject({ gainTwo: 0, gainThree: 0 });
  });

  it('say where a candidate stands among the three best', () => {
    const rows = rowsOf([stranger, other, director, film]);
    expect(rows.map(({ joinedPlace }) => joinedPlace)).toEqual([0, 0.25, 0.5, 1]);
    expect(rows.map(({ joinedRank }) => joinedRank)).toEqual([1 / 4, 1 / 3, 1 / 2, 1]);
  });

  it('carry the links with the three best', () => {
    const [, second, , fourth] = rowsOf([film, director, other, stranger]);
    expect([second?.linkFirst, second?.linkSecond, second?.linkThird]).toEqual([0.9, 0, 0]);
    expect(fourth?.linkThird).toBe(0.5);
  });

  it('measure the distance from the second best', () => {
    const [first, second] = rowsOf([film, director, other]);
    expect(second?.joinedGap).toBe(0);
    expect(first?.joinedGap).toBeGreaterThan(0);
  });

  it('say what the best leave of the question, the less the more there are', () => {
    const [alone] = rowsOf([film]);
    const [together] = rowsOf([film, director, stranger]);
    expect(alone?.leftTwo).toBe(alone?.leftThree);
    expect(together?.leftTwo).toBeLessThan(alone?.leftTwo ?? 0);
    expect(together?.leftThree).toBeLessThanOrEqual(together?.leftTwo ?? 0);
  });
});
