import { describe, expect, it } from 'vitest';
import type { BoostedTrees } from '../../../src/retrieval/ranking/boosted-trees.js';
import { featureNames } from '../../../src/retrieval/ranking/candidate-features.js';
import { rankerScores } from '../../../src/retrieval/ranking/ranker-scores.js';

/** Prefers rows whose walk is above a half. */
const model: BoostedTrees = {
  format: 1,
  features: [...featureNames],
  trees: [{ feature: [featureNames.indexOf('walk')], threshold: [0.5], left: [-1], right: [-2], value: [0, 0.01] }],
};

function row(values: Partial<Record<(typeof featureNames)[number], number>>): Float64Array {
  return Float64Array.from(featureNames, (name) => values[name] ?? 0);
}

describe('rankerScores', () => {
  it('are the trees’ own where a candidate is named in the question', () => {
    const rows = [row({ walk: 1, titleNamed: 1 }), row({ fused: 9 })];
    expect(rankerScores(model, rows)).toEqual([0.01, 0]);
  });

  it('add the searches’ sum where none is, whatever the trees’ scale', () => {
    const [walked = 0, fused = 0, neither = 0] = rankerScores(model, [row({ walk: 1 }), row({ fused: 9 }), row({})]);
    expect(walked).toBeGreaterThan(fused);
    expect(fused).toBeGreaterThan(neither);
  });

  it('are finite for one candidate and for candidates that are all alike', () => {
    expect(rankerScores(model, [row({})])).toEqual([0]);
    expect(rankerScores(model, [row({}), row({})])).toEqual([0, 0]);
    expect(rankerScores(model, [])).toEqual([]);
  });
});
