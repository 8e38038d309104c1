import { describe, expect, it } from 'vitest';
import { SparseSums } from '../../../src/retrieval/mention-graph/sparse-sums.js';

describe('sparse sums', () => {
  it('add up by key, and grow with their keys', () => {
    const sums = new SparseSums(2);
    sums.add(1, 0.5);
    sums.add(1_000, 2);
    sums.add(1, 0.25);
    sums.add(3, 0);
    expect(sums.keys).toEqual([1, 1_000]);
    expect([0, 1, 3, 1_000, 5_000].map((key) => sums.get(key))).toEqual([0, 0.75, 0, 2, 0]);
  });

  it('scale to a total, and stay empty where they are', () => {
    const sums = new SparseSums(4);
    sums.add(0, 1);
    sums.add(2, 3);
    sums.scaleTo(2);
    expect([sums.get(0), sums.get(2)]).toEqual([0.5, 1.5]);
    expect(new SparseSums(4).scaleTo(1).keys).toEqual([]);
  });

  it('take a share of others', () => {
    const [sums, others] = [new SparseSums(4), new SparseSums(4)];
    sums.add(0, 1);
    others.add(0, 2);
    others.add(1, 4);
    sums.addAll(others, 0.5);
    expect([sums.get(0), sums.get(1)]).toEqual([2, 2]);
  });
});
