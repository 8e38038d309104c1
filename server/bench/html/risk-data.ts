import type { AnswersResult } from '../../../src/evaluation/answer-report.js';
import { areaUnderRisk, riskCurve } from '../../../src/evaluation/answer-risk.js';
import { type RiskTest, riskTests } from '../answers/risk-tests.js';

/** One risk–coverage curve as the page draws it. */
export interface RiskData {
  readonly label: string;
  readonly aurc: number;
  /** Coverage, risk and threshold, from the highest threshold on. */
  readonly points: readonly (readonly [number, number, number])[];
  /** Coverage and risk of what docent answered at its own threshold; null where it answered nothing. */
  readonly shipped: readonly [number, number] | null;
}

const labels: Readonly<Record<RiskTest['name'], string>> = {
  answers: 'answers without the gold answer',
  withheld: 'answers whose sources were withheld',
  unanswerable: 'answers to unanswerable questions',
};

export function riskData(answers: AnswersResult | undefined): readonly RiskData[] {
  return answers === undefined ? [] : riskTests(answers).map(curveOf);
}

function curveOf({ name, questions }: RiskTest): RiskData {
  const answered = questions.filter(({ isAnswered }) => isAnswered);
  const wrong = answered.filter(({ isWrong }) => isWrong).length;
  return {
    label: labels[name],
    aurc: rounded(areaUnderRisk(questions) ?? 0),
    points: riskCurve(questions).map(({ coverage, risk, threshold }) => [
      rounded(coverage),
      rounded(risk),
      rounded(threshold),
    ]),
    shipped:
      answered.length === 0 ? null : [rounded(answered.length / questions.length), rounded(wrong / answered.length)],
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
