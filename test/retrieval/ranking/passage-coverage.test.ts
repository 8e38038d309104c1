import { describe, expect, it } from 'vitest';
import {
  addedCoverage,
  joinedCoverage,
  partWeights,
  passageCoverage,
  termCounts,
  weightedSum,
} from '../../../src/retrieval/ranking/passage-coverage.js';
import { TokenSimilarity } from '../../../src/retrieval/ranking/token-similarity.js';
import { hashes, letterSimilarity, letterVectors, profileOf } from './ranking-parts.js';

const question = profileOf([
  ['apple', 3],
  ['zebra', 1],
]);
const coverageOf = (terms: string, tokens: string) =>
  passageCoverage(
    { terms: hashes(terms), tokens: Int32Array.from(letterVectors.encode(tokens)) },
    question,
    letterSimilarity(question),
  );

describe('passageCoverage', () => {
  it('covers a term the more, the more often it comes, and never wholly', () => {
    expect(coverageOf('apple', '').terms).toEqual([1 / 1.5, 0]);
    expect(coverageOf('apple pear apple', '').terms).toEqual([2 / 2.5, 0]);
    expect(coverageOf('apple '.repeat(50), '').terms[0]).toBeLessThan(1);
  });

  it('takes for each token of the question its most similar one of the passage', () => {
    // a is 20 letters from u, z is 5.
    expect(coverageOf('', 'u').cosines).toEqual([1 - 20 / 25, 1 - 5 / 25].map((value) => expect.closeTo(value, 6)));
    expect(coverageOf('', 'ua').cosines).toEqual([1, 0.8].map((value) => expect.closeTo(value, 6)));
  });

  it('counts similarity among its parts above one half only', () => {
    expect(coverageOf('zebra', 'u').parts).toEqual([0, 1 / 1.5, 0, 0.6].map((value) => expect.closeTo(value, 6)));
  });

  it('covers nothing with an empty passage', () => {
    expect(coverageOf('', '')).toEqual({ terms: [0, 0], cosines: [0, 0], parts: [0, 0, 0, 0] });
  });
});

describe('TokenSimilarity', () => {
  it('is for each token of the question the highest of the passage', async () => {
    const similarity = new TokenSimilarity(letterVectors, question.tokens);
    const passages = ['u', 'ua', 'kz'].map((text) => Int32Array.from(letterVectors.encode(text)));
    await similarity.load(passages);
    for (const passage of passages) {
      const expected = letterSimilarity(question).best(passage);
      expect(similarity.best(passage)).toEqual(expected.map((value) => expect.closeTo(value, 6)));
    }
  });

  it('computes the cosines of a token once, however many there are', async () => {
    const asked: number[] = [];
    const cosines = async (tokens: readonly number[], of: readonly number[]) => {
      asked.push(...tokens);
      return Float32Array.from(tokens.flatMap((token) => of.map(() => token / 10_000)));
    };
    const similarity = new TokenSimilarity({ ...letterVectors, cosines, size: 9000 }, question.tokens);
    const tokens = Int32Array.from({ length: 9000 }, (_, token) => token);
    await similarity.load([tokens.subarray(0, 5000), tokens.subarray(100, 200)]);
    await similarity.load([tokens]);
    await similarity.load([tokens]);
    expect(asked).toEqual([...tokens]);
    expect(similarity.best(tokens)).toEqual([0.8999, 0.8999].map((value) => expect.closeTo(value, 6)));
    expect(similarity.best(tokens.subarray(0, 5000))[0]).toBeCloseTo(0.4999, 6);
  });

  it('never counts a similarity below zero, nor a token that is none', async () => {
    const opposed = { ...letterVectors, cosines: async () => new Float32Array(4).fill(-0.7) };
    const similarity = new TokenSimilarity(opposed, question.tokens);
    await similarity.load([Int32Array.of(1, 2, 10_000)]);
    expect(similarity.best(Int32Array.of(1, 2, 10_000))).toEqual([0, 0]);
  });

  it('takes what only rounding tells apart for one', async () => {
    const near = { ...letterVectors, cosines: async () => new Float32Array(2).fill(0.999_999) };
    const similarity = new TokenSimilarity(near, question.tokens);
    await similarity.load([Int32Array.of(1)]);
    expect(similarity.best(Int32Array.of(1))).toEqual([1, 1]);
  });
});

describe('termCounts', () => {
  it('counts each term of the question in its place', () => {
    expect(termCounts(hashes('zebra apple zebra pear'), question)).toEqual([1, 2]);
  });
});

describe('partWeights', () => {
  it('gives terms and tokens one half each', () => {
    expect(partWeights(question)).toEqual([0.375, 0.125, 0.375, 0.125].map((weight) => expect.closeTo(weight, 6)));
  });

  it('gives the tokens alone their half where no term weighs anything', () => {
    const weights = partWeights(profileOf([['apple', 0]]));
    expect(weights).toEqual([0, 0.5]);
  });
});

describe('coverage of several passages', () => {
  const weights = [0.5, 0.25, 0.25];

  it('is weighted, added and joined part by part', () => {
    expect(weightedSum(weights, [1, 1, 0])).toBe(0.75);
    expect(addedCoverage(weights, [1, 0, 0.5], [0.5, 1, 1])).toBe(0.25 + 0.125);
    expect(joinedCoverage([1, 0, 0.5], [0.5, 1, 1])).toEqual([1, 1, 1]);
  });

  it('adds nothing with what is known already', () => {
    expect(addedCoverage(weights, [1, 0.5, 0.5], [0.9, 0.5, 0])).toBe(0);
  });

  it('takes what is missing for nothing', () => {
    expect(weightedSum(weights, [])).toBe(0);
    expect(addedCoverage(weights, [], [1, 1, 1])).toBe(1);
  });
});
