import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRisk, type RiskyAnswer, riskCurve } from '../../src/evaluation/answer-risk.js';

const answer = (support: number, isWrong: boolean): RiskyAnswer => ({ support, isWrong });

const someAnswers = fc.array(
  fc.record({ support: fc.integer({ min: 0, max: 5 }).map((value) => value / 5), isWrong: fc.boolean() }),
  { minLength: 1, maxLength: 30 },
);

describe('the risk–coverage curve', () => {
  it('has a point for each support, and at its end answers all', () => {
    const answers = [answer(0.2, true), answer(0.9, false), answer(0.5, true), answer(0.5, false)];
    expect(riskCurve(answers)).toEqual([
      { threshold: 0.9, coverage: 1 / 4, risk: 0 },
      { threshold: 0.5, coverage: 3 / 4, risk: 1 / 3 },
      { threshold: 0.2, coverage: 1, risk: 2 / 4 },
    ]);
    expect(riskCurve([])).toEqual([]);
  });
});

describe('the area under it', () => {
  it('is the mean risk of answering the best 1, 2, … of all', () => {
    // Risks 0, 0, 1/3, 2/4.
    const ordered = [answer(0.9, false), answer(0.8, false), answer(0.7, true), answer(0.6, true)];
    expect(areaUnderRisk(ordered)).toBeCloseTo((1 / 3 + 2 / 4) / 4, 12);
    // Risks 1, 2/2, 2/3, 2/4.
    const reversed = ordered.map(({ support, isWrong }) => answer(1 - support, isWrong));
    expect(areaUnderRisk(reversed)).toBeCloseTo((1 + 1 + 2 / 3 + 1 / 2) / 4, 12);
    expect(areaUnderRisk([])).toBeUndefined();
  });

  it('is the share of wrong answers where all have the same support', () => {
    expect(areaUnderRisk([answer(0.5, true), answer(0.5, false), answer(0.5, false)])).toBeCloseTo(1 / 3, 12);
  });

  it('does not depend on the order in which the questions are given', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const shuffled = [...answers].sort((a, b) => Number(a.isWrong) - Number(b.isWrong));
        expect(areaUnderRisk(shuffled)).toBeCloseTo(areaUnderRisk(answers) ?? Number.NaN, 10);
      }),
    );
  });

  it('lies between that of the perfect order and that of the worst', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const ranked = (sign: number) => {
          const sorted = [...answers].sort((a, b) => sign * (Number(a.isWrong) - Number(b.isWrong)));
          return areaUnderRisk(sorted.map(({ isWrong }, index) => answer(-index, isWrong))) ?? Number.NaN;
        };
        const area = areaUnderRisk(answers) ?? Number.NaN;
        expect(area).toBeGreaterThanOrEqual(ranked(1) - 1e-9);
        expect(area).toBeLessThanOrEqual(ranked(-1) + 1e-9);
      }),
    );
  });
});
