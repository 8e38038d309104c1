import { describe, expect, it } from 'vitest';
import { fuseByZScore, standardised } from '../../src/retrieval/fusion.js';

const scores = (entries: Record<string, number>) => new Map(Object.entries(entries));

describe('fuseByZScore', () => {
  it('adds standardised scores with their weights', () => {
    // Lexical 2, 1, 0: mean 1, deviation 0.8165; dense 0.1, 0.5, 0.9: mean 0.5, deviation 0.3266.
    const fused = fuseByZScore([
      { name: 'lexical', weight: 1, scores: scores({ a: 2, b: 1, c: 0 }) },
      { name: 'dense', weight: 0.5, scores: scores({ a: 0.1, b: 0.5, c: 0.9 }) },
    ]);
    expect(fused.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(fused.map(({ score }) => score.toFixed(4))).toEqual(['0.6124', '0.0000', '-0.6124']);
    expect(fused[0]?.parts).toEqual({ lexical: 2, dense: 0.1 });
  });

  it('counts a candidate that a retriever has not scored as its lowest', () => {
    const fused = fuseByZScore([
      { name: 'lexical', weight: 1, scores: scores({ a: 3, b: 1 }) },
      { name: 'dense', weight: 1, scores: scores({ c: 0.9, a: 0.9, b: 0.2 }) },
    ]);
    expect(fused.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  });

  it('ignores a retriever that scores all alike, and orders ties by id', () => {
    const fused = fuseByZScore([{ name: 'dense', weight: 1, scores: scores({ b: 0.5, a: 0.5 }) }]);
    expect(fused.map(({ id, score }) => [id, score])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('gives nothing for nothing', () => {
    expect(fuseByZScore([{ name: 'dense', weight: 1, scores: new Map() }])).toEqual([]);
  });
});

describe('standardised', () => {
  it('gives values of mean 0 and deviation 1', () => {
    expect(standardised([1, 2, 3])).toEqual(
      [-Math.sqrt(1.5), 0, Math.sqrt(1.5)].map((value) => expect.closeTo(value, 9)),
    );
  });

  it('does not depend on scale and offset', () => {
    const values = [0.2, 0.9, 0.4, 0.4];
    const moved = standardised(values.map((value) => 1000 * value - 7));
    expect(moved).toEqual(standardised(values).map((value) => expect.closeTo(value, 9)));
  });

  it('gives 0 where all values are alike, nearly alike or alone', () => {
    expect(standardised([3, 3])).toEqual([0, 0]);
    expect(standardised([0.1 + 0.2, 0.3])).toEqual([0, 0]);
    expect(standardised([5])).toEqual([0]);
    expect(standardised([])).toEqual([]);
  });
});
