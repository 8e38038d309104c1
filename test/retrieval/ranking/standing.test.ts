import { describe, expect, it } from 'vitest';
import {
  fromZeroToOne,
  positionsByValue,
  ranksOf,
  shares,
  standingOf,
} from '../../../src/retrieval/ranking/standing.js';
import { candidateOf, profileOf } from './ranking-parts.js';

const profile = profileOf([['apple', 1]]);

describe('standingOf', () => {
  it('adds z-scores of BM25 and dense search', () => {
    const { fused, blended } = standingOf(
      [candidateOf('a', profile, { lexical: 4, dense: 0.1 }), candidateOf('b', profile, { lexical: 2, dense: 0.9 })],
      profile,
    );
    expect(fused).toEqual([0.5, -0.5].map((value) => expect.closeTo(value, 9)));
    expect(blended).toEqual([0.7, -0.7].map((value) => expect.closeTo(value, 9)));
  });

  it('lets late interaction count one half', () => {
    const { late, blended, fused } = standingOf(
      [candidateOf('a', profile, { terms: 'apple' }), candidateOf('b', profile, { terms: 'zebra' })],
      profile,
    );
    expect(late).toEqual([1, 0].map((value) => expect.closeTo(value, 6)));
    expect(fused).toEqual([0, 0]);
    expect(blended).toEqual([0.5, -0.5].map((value) => expect.closeTo(value, 9)));
  });

  it('orders ties by their position', () => {
    const alike = ['c', 'a', 'b'].map((id) => candidateOf(id, profile));
    expect(standingOf(alike, profile)).toMatchObject({ order: [0, 1, 2], joinedOrder: [0, 1, 2] });
  });

  it('joins shares of chain and walk with the own fit', () => {
    const found = [
      candidateOf('first', profile, { lexical: 2, walk: 0.1, chain: 3, longChain: 1 }),
      candidateOf('second', profile, { lexical: 1, walk: 0.4, chain: 3, longChain: 2 }),
    ];
    const { joined, halfJoined, longJoined, joinedOrder } = standingOf(found, profile);
    expect(joined).toEqual([1 + 0.25 + 0.2, 1 + 1].map((value) => expect.closeTo(value, 6)));
    expect(halfJoined).toEqual([1 + 0.125 + 0.5, 1 + 0.5].map((value) => expect.closeTo(value, 6)));
    expect(longJoined).toEqual([0.5 + 0.25 + 0.2, 1 + 1].map((value) => expect.closeTo(value, 6)));
    expect(joinedOrder).toEqual([1, 0]);
  });

  it('stands for no candidates', () => {
    expect(standingOf([], profile)).toMatchObject({ fused: [], blended: [], joined: [], order: [], joinedOrder: [] });
  });
});

describe('ranks and shares', () => {
  it('put the highest first and ties by position', () => {
    expect(positionsByValue([1, 3, 3, 2])).toEqual([1, 2, 3, 0]);
    expect(ranksOf([1, 3, 3, 2])).toEqual([3, 0, 1, 2]);
  });

  it('scale between lowest and highest, and to the highest', () => {
    expect(fromZeroToOne([-1, 0, 3])).toEqual([0, 0.25, 1].map((value) => expect.closeTo(value, 6)));
    expect(shares([0, 1, 4])).toEqual([0, 0.25, 1]);
  });

  it('are 0 where all values are alike or 0', () => {
    expect(fromZeroToOne([5, 5])).toEqual([0, 0]);
    expect(shares([0, 0])).toEqual([0, 0]);
    expect([fromZeroToOne([]), shares([]), ranksOf([])]).toEqual([[], [], []]);
  });
});
