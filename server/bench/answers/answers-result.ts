import { abstentionScores } from '../../../src/evaluation/answer-abstention.js';
import { type AnsweredQuestion, type AnswersResult, answerMetricNames } from '../../../src/evaluation/answer-report.js';
import { areaUnderRisk } from '../../../src/evaluation/answer-risk.js';
import type { Metrics } from '../../../src/evaluation/bench-report.js';
import { latencyOf } from '../../../src/evaluation/latency.js';
import type { Withholding } from './answers-task.js';
import { missRisk, refusalRisk, unhidden } from './risk-tests.js';

/** All that was asked of one set. */
export interface AskedQuestions {
  /** `provider:model` */
  readonly model: string | undefined;
  readonly passages: number;
  readonly answerable: readonly AnsweredQuestion[];
  readonly withholding: Withholding | undefined;
  readonly withheld: readonly AnsweredQuestion[];
  readonly unanswerable: readonly AnsweredQuestion[];
}

/** Sums up what was asked, be it all of it or what there was when the run stopped. */
export function answersResult(asked: AskedQuestions): AnswersResult {
  const { model, passages, answerable, withholding, withheld, unanswerable } = asked;
  const aurc = areaUnderRisk(missRisk(answerable));
  const kept = unhidden(answerable, withheld);
  return {
    ...(model === undefined ? {} : { model }),
    passages,
    metrics: meansWhereKnown(answerable.map(({ metrics }) => metrics)),
    latencyMs: latencyOf(answerable.map(({ ms }) => ms)),
    ...(aurc === undefined ? {} : { aurc }),
    queries: answerable,
    ...(withholding === undefined ? {} : { withheld: { ...withholding, ...abstentionTest(kept, withheld) } }),
    ...(unanswerable.length === 0 ? {} : { unanswerable: abstentionTest(answerable, unanswerable) }),
  };
}

function abstentionTest(answerable: readonly AnsweredQuestion[], queries: readonly AnsweredQuestion[]) {
  const aurc = areaUnderRisk(refusalRisk(answerable, queries));
  return { ...abstentionScores(answerable, queries), ...(aurc === undefined ? {} : { aurc }), queries };
}

/** Mean of each metric over the questions that have it; one that no question has is left out. */
function meansWhereKnown(records: readonly Metrics[]): Metrics {
  const means = answerMetricNames.flatMap((name) => {
    const values = records.flatMap((record) => record[name] ?? []);
    const sum = values.reduce((total, value) => total + value, 0);
    return values.length === 0 ? [] : [[name, sum / values.length] as const];
  });
  return Object.fromEntries(means);
}
