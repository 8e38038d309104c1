import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abstentionScores, auroc } from '../../src/evaluation/answer-abstention.js';

/** The definition: over all pairs. */
function byPairs(positive: readonly number[], negative: readonly number[]): number {
  const points = positive.flatMap((high) => negative.map((low) => (high > low ? 1 : high === low ? 0.5 : 0)));
  return points.reduce<number>((sum, point) => sum + point, 0) / points.length;
}

// Few values, so that ties are common.
const scores = fc.array(
  fc.integer({ min: 0, max: 6 }).map((value) => value / 6),
  { minLength: 1, maxLength: 25 },
);

describe('AUROC', () => {
  it('is the share of pairs in the right order', () => {
    expect(auroc([0.9, 0.8, 0.3], [0.1, 0.4])).toBeCloseTo(5 / 6, 12);
    expect(auroc([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(auroc([0.1], [0.2, 0.3])).toBe(0);
  });

  it('counts ties half', () => {
    expect(auroc([0.5, 0.5], [0.5])).toBe(0.5);
    // Above: 0.7 > 0.5, 0.7 > 0.2, 0.5 > 0.2; tied: 0.5 with 0.5.
    expect(auroc([0.7, 0.5], [0.5, 0.2])).toBeCloseTo(3.5 / 4, 12);
  });

  it('cannot be told of nothing', () => {
    expect(auroc([], [0.5])).toBeUndefined();
    expect(auroc([0.5], [])).toBeUndefined();
  });

  it('equals its definition over all pairs', () => {
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        expect(auroc(positive, negative)).toBeCloseTo(byPairs(positive, negative), 10);
      }),
    );
  });

  it('turns over with the classes, and stays where all scores are squeezed in order', () => {
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        const area = auroc(positive, negative) ?? Number.NaN;
        expect(auroc(negative, positive)).toBeCloseTo(1 - area, 10);
        const squeezed = (values: readonly number[]) => values.map((value) => value ** 3 / 10);
        expect(auroc(squeezed(positive), squeezed(negative))).toBeCloseTo(area, 10);
      }),
    );
  });
});

const outcome = (support: number, abstained: boolean) => ({ support, abstained });

describe('the scores of abstaining', () => {
  it('are counted by hand', () => {
    const answerable = [outcome(0.9, false), outcome(0.8, false), outcome(0.6, false), outcome(0.3, true)];
    const unanswerable = [outcome(0.1, true), outcome(0.2, true), outcome(0.7, false)];
    const found = abstentionScores(answerable, unanswerable);
    // Pairs in order: 3 + 3 + 2 + 2 of 12. Answered right 3 of 4, abstained right 2 of 3; 2 of 3 abstentions right.
    expect(found?.auroc).toBeCloseTo(10 / 12, 12);
    expect(found?.balancedAccuracy).toBeCloseTo((3 / 4 + 2 / 3) / 2, 12);
    expect(found?.precision).toBeCloseTo(2 / 3, 12);
    expect(found?.recall).toBeCloseTo(2 / 3, 12);
  });

  it('give a half to who always abstains and to who never does', () => {
    const always = abstentionScores([outcome(0.5, true)], [outcome(0.5, true), outcome(0.5, true)]);
    expect(always).toEqual({ auroc: 0.5, balancedAccuracy: 0.5, precision: 2 / 3, recall: 1 });
    const never = abstentionScores([outcome(0.5, false)], [outcome(0.5, false)]);
    expect(never).toEqual({ auroc: 0.5, balancedAccuracy: 0.5, recall: 0 });
  });

  it('need both kinds of questions', () => {
    expect(abstentionScores([outcome(1, false)], [])).toBeUndefined();
    expect(abstentionScores([], [outcome(1, false)])).toBeUndefined();
  });
});
