import { describe, expect, it } from 'vitest';
import {
  fitOfAlike,
  likenessFeatureNames,
  likenessFeatures,
  likenessWithBest,
} from '../../../src/retrieval/ranking/likeness-features.js';
import { candidateOf, profileOf } from './ranking-parts.js';

const rowOf = (values: readonly number[]) => Float64Array.from(values);

describe('likenessWithBest', () => {
  it('weighs the best others by the exponential of their fit, and lets none vote for itself', () => {
    const alike = [rowOf([0, 0.5, 0.2]), rowOf([0.5, 0, 0.8]), rowOf([0.2, 0.8, 0])];
    const [first, second, third] = [Math.E, 1, 1 / Math.E];
    const likeness = likenessWithBest(alike, [1, 0, -1]);
    expect(likeness[0]).toBeCloseTo((0.5 * second + 0.2 * third) / (second + third), 6);
    expect(likeness[1]).toBeCloseTo((0.5 * first + 0.8 * third) / (first + third), 6);
    expect(likeness[2]).toBeCloseTo((0.2 * first + 0.8 * second) / (first + second), 6);
  });

  it('holds each beside five others, also those that are among the best themselves', () => {
    const count = 8;
    // Only the seventh and the eighth are like anything: they are too far down to be held beside the first six.
    const alike = Array.from({ length: count }, (_, at) =>
      rowOf(Array.from({ length: count }, (_, other) => (other >= 6 && other !== at ? 1 : 0))),
    );
    const fit = Array.from({ length: count }, (_, at) => -at);
    expect(likenessWithBest(alike, fit)).toEqual(Array(count).fill(0));
  });

  it('is 0 for a passage without others', () => {
    expect(likenessWithBest([rowOf([0])], [3])).toEqual([0]);
    expect(likenessWithBest([], [])).toEqual([]);
  });
});

describe('fitOfAlike', () => {
  it('is the mean fit of the ten that are most alike, weighted by likeness', () => {
    expect(fitOfAlike(rowOf([0, 0.6, 0.2]), [9, 1, -1])).toBeCloseTo((0.6 - 0.2) / 0.8, 6);
    const cosines = rowOf(Array.from({ length: 12 }, (_, at) => (at < 10 ? 0.5 : 0.1)));
    const fit = Array.from({ length: 12 }, (_, at) => (at < 10 ? 1 : -50));
    expect(fitOfAlike(cosines, fit)).toBeCloseTo(1, 6);
  });

  it('is 0 where nothing is alike', () => {
    expect(fitOfAlike(rowOf([0, 0]), [5, 5])).toBe(0);
  });
});

describe('likenessFeatures', () => {
  it('raises a passage that shares the words of the best ones, not of the question, above one that does not', () => {
    const profile = profileOf([['flutter', 2]]);
    const candidates = [
      candidateOf('first', profile, { terms: 'flutter panel supersonic' }),
      candidateOf('second', profile, { terms: 'flutter panel theory' }),
      candidateOf('alike', profile, { terms: 'panel supersonic theory' }),
      candidateOf('other', profile, { terms: 'flutter butterfly meadow' }),
    ];
    const features = likenessFeatures(candidates, [2, 1, -1, -1], profile);
    const named = (at: number) =>
      Object.fromEntries(likenessFeatureNames.map((name, place) => [name, features(at)[place]]));
    expect(named(2).likeness).toBeGreaterThan(0.3);
    expect(named(2)).toMatchObject({ likenessRank: 1 });
    expect(named(3)).toMatchObject({ likeness: 0, alikeFit: 0 });
    expect(named(2).alikeFit).toBeGreaterThan(1);
  });
});
