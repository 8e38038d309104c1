import { describe, expect, it } from 'vitest';
import { type BoostedTrees, boostedTreesSchema, scoreByTrees } from '../../../src/retrieval/ranking/boosted-trees.js';

type Tree = BoostedTrees['trees'][number];

/** a <= 1 ? (b <= 0.5 ? 10 : 20) : 30 */
const twoQuestions: Tree = {
  feature: [0, 1],
  threshold: [1, 0.5],
  left: [1, -1],
  right: [-3, -2],
  value: [10, 20, 30],
};
const constant: Tree = { feature: [], threshold: [], left: [], right: [], value: [7] };
const modelOf = (...trees: Tree[]): BoostedTrees => ({ format: 1, features: ['a', 'b'], trees });
const score = (model: BoostedTrees, ...row: number[]) => scoreByTrees(model, Float64Array.from(row));

describe('scoreByTrees', () => {
  it('follows the thresholds to a leaf', () => {
    expect(score(modelOf(twoQuestions), 0, 0)).toBe(10);
    expect(score(modelOf(twoQuestions), 0, 1)).toBe(20);
    expect(score(modelOf(twoQuestions), 2, 0)).toBe(30);
  });

  it('goes left where a value equals the threshold', () => {
    expect(score(modelOf(twoQuestions), 1, 0.5)).toBe(10);
    expect(score(modelOf(twoQuestions), 1 + 1e-12, 0.5)).toBe(30);
  });

  it('adds the leaves of all trees', () => {
    expect(score(modelOf(twoQuestions, twoQuestions, constant), 2, 0)).toBe(67);
  });

  it('takes a tree without questions as a constant, and no tree as nothing', () => {
    expect(score(modelOf(constant), 1, 1)).toBe(7);
    expect(score(modelOf(), 1, 1)).toBe(0);
  });
});

describe('boostedTreesSchema', () => {
  const accepts = (tree: Partial<Tree>) => boostedTreesSchema.safeParse(modelOf({ ...twoQuestions, ...tree })).success;

  it('accepts a whole model', () => {
    expect(accepts({})).toBe(true);
    expect(boostedTreesSchema.safeParse(modelOf(constant)).success).toBe(true);
  });

  it('refuses another format and what is no model', () => {
    expect(boostedTreesSchema.safeParse({ ...modelOf(), format: 2 }).success).toBe(false);
    expect(boostedTreesSchema.safeParse({ format: 1, features: ['a'] }).success).toBe(false);
    expect(boostedTreesSchema.safeParse([]).success).toBe(false);
  });

  it('refuses a tree that asks for a feature that is not there', () => {
    expect(accepts({ feature: [0, 2] })).toBe(false);
    expect(accepts({ feature: [0, -1] })).toBe(false);
  });

  it('refuses a tree whose nodes are not complete', () => {
    expect(accepts({ threshold: [1] })).toBe(false);
    expect(accepts({ right: [-3] })).toBe(false);
  });

  it('refuses a tree that leads to no leaf or goes round in circles', () => {
    expect(accepts({ left: [1, -4] })).toBe(false);
    expect(accepts({ left: [2, -1] })).toBe(false);
    expect(accepts({ left: [1, 0] })).toBe(false);
    expect(accepts({ left: [0, -1] })).toBe(false);
  });

  it('refuses a tree without a leaf', () => {
    expect(boostedTreesSchema.safeParse(modelOf({ ...constant, value: [] })).success).toBe(false);
  });
});
