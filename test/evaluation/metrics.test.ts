import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  fullRecallAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from '../../src/evaluation/metrics.js';

const graded = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 1],
  ['junk', 0],
  ['spam', -2],
]);

describe('nDCG', () => {
  it('takes the judgement itself as the gain and log2(rank + 1) as the discount', () => {
    // DCG: 2 / log2(2) + 3 / log2(4) = 3.5; ideal: 3 + 2 / log2(3) + 1 / log2(4) = 4.76186.
    expect(ndcgAt(10)(['b', 'unjudged', 'a'], graded)).toBeCloseTo(3.5 / 4.7618595, 6);
  });

  it('cuts the ideal ranking where it cuts the ranking', () => {
    expect(ndcgAt(1)(['a', 'b'], graded)).toBe(1);
    expect(ndcgAt(1)(['b', 'a'], graded)).toBeCloseTo(2 / 3, 12);
  });

  it('gives nothing for judgements of 0 and below', () => {
    expect(ndcgAt(10)(['junk', 'spam', 'a'], graded)).toBeCloseTo(1.5 / 4.7618595, 6);
    expect(ndcgAt(10)(['junk'], new Map([['junk', 0]]))).toBe(0);
  });
});

describe('recall and precision', () => {
  const ranking = ['a', 'junk', 'c', 'x', 'y', 'b'];

  it('counts the share of the relevant documents in the top k', () => {
    expect(recallAt(1)(ranking, graded)).toBeCloseTo(1 / 3, 12);
    expect(recallAt(5)(ranking, graded)).toBeCloseTo(2 / 3, 12);
    expect(recallAt(6)(ranking, graded)).toBe(1);
  });

  it('is full only where all relevant documents are in the top k', () => {
    expect(fullRecallAt(5)(ranking, graded)).toBe(0);
    expect(fullRecallAt(6)(ranking, graded)).toBe(1);
    expect(fullRecallAt(5)(ranking, new Map([['junk', 0]]))).toBe(0);
  });

  it('divides precision by k also where fewer were found', () => {
    expect(precisionAt(5)(ranking, graded)).toBeCloseTo(2 / 5, 12);
    expect(precisionAt(10)(['a'], graded)).toBeCloseTo(1 / 10, 12);
  });
});

describe('reciprocal rank', () => {
  it('is that of the first relevant document, and 0 below the cut-off', () => {
    expect(reciprocalRankAt(10)(['junk', 'x', 'c', 'a'], graded)).toBeCloseTo(1 / 3, 12);
    expect(reciprocalRankAt(2)(['junk', 'x', 'c', 'a'], graded)).toBe(0);
  });
});

describe('average precision', () => {
  it('divides by all relevant documents, found or not', () => {
    // Found at ranks 1 and 4, the third one never: (1/1 + 2/4) / 3.
    expect(averagePrecision(['b', 'x', 'junk', 'a'], graded)).toBeCloseTo(0.5, 12);
    expect(averagePrecision(['x'], new Map([['junk', 0]]))).toBe(0);
  });
});
