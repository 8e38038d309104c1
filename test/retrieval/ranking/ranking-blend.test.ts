import { describe, expect, it } from 'vitest';
import { featureNames } from '../../../src/retrieval/ranking/candidate-features.js';
import {
  blendBound,
  blendedScores,
  blendSignals,
  blendValues,
  isNoBlend,
  noBlend,
  rankingBlend,
} from '../../../src/retrieval/ranking/ranking-blend.js';
import { rankerFingerprint, tunedBlend } from '../../../src/retrieval/ranking/tuned-blend.js';
import type { TunedRanking } from '../../../src/store/tuned-ranking.js';

const values = { lexical: [1, -1], dense: [0, 0], late: [0, 0], walk: [0.25, 1], chain: [0, 0] };

/** A row of features that are all 0 but these. */
function rowOf(features: Readonly<Partial<Record<(typeof featureNames)[number], number>>>): Float64Array {
  return Float64Array.from(featureNames, (name) => features[name] ?? 0);
}

describe('a blend', () => {
  it('adds weighted signals to the z-scores of the ranker', () => {
    // 10 and 20 are one deviation below and above their mean.
    expect(blendedScores([10, 20], values, { ...noBlend, lexical: 0.5, walk: -0.2 })).toEqual([
      -1 + 0.5 - 0.05,
      1 - 0.5 - 0.2,
    ]);
  });

  it('without any weight gives the scores of the ranker as they are', () => {
    const scores = [3, 8];
    expect(blendedScores(scores, values, noBlend)).toBe(scores);
  });

  it('orders candidates by the signals where the ranker scores them alike', () => {
    expect(blendedScores([7, 7], values, { ...noBlend, lexical: 0.1 })).toEqual([0.1, -0.1]);
  });

  it('reads each signal from its own feature', () => {
    const rows = [rowOf({ lexicalZ: 1, denseZ: 2, lateZ: 3, walk: 4, chain: 5 }), rowOf({ lexicalZ: 6 })];
    expect(blendValues(rows)).toEqual({ lexical: [1, 6], dense: [2, 0], late: [3, 0], walk: [4, 0], chain: [5, 0] });
  });

  it('from a manifest keeps to the signals and bounds that this version knows', () => {
    const blend = rankingBlend({ lexical: 7, walk: -7, dense: 0.2, smell: 1 });
    expect(blend).toEqual({ lexical: blendBound, walk: -blendBound, dense: 0.2, late: 0, chain: 0 });
    expect(Object.keys(blend)).toEqual([...blendSignals]);
    expect(isNoBlend(blend)).toBe(false);
    expect(isNoBlend(rankingBlend({}))).toBe(true);
  });
});

describe('the blend of an index', () => {
  const tree = { feature: [], threshold: [], left: [], right: [], value: [1] };
  const model = { format: 1 as const, features: [], trees: [tree] };
  const ranking: TunedRanking = {
    blend: { dense: 0.3 },
    ranker: rankerFingerprint(model),
    questions: 50,
    source: 'given',
    gain: 0.1,
    interval: { lower: 0.05, upper: 0.15 },
    tunedAt: '2026-01-01T00:00:00.000Z',
  };

  it('counts with the ranker that it was measured with, and with no other', () => {
    const retrained = { ...model, trees: [{ ...tree, value: [2] }] };
    expect(tunedBlend(ranking, model)).toEqual({ ...noBlend, dense: 0.3 });
    expect(tunedBlend(ranking, retrained)).toEqual(noBlend);
    expect(tunedBlend(undefined, model)).toEqual(noBlend);
  });
});
