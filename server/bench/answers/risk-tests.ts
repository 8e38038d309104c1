import type { AnsweredQuestion, AnswersResult } from '../../../src/evaluation/answer-report.js';
import type { RiskyAnswer } from '../../../src/evaluation/answer-risk.js';

/** A question in a risk–coverage curve. */
export interface RiskyQuestion extends RiskyAnswer {
  /** Answered at the threshold that docent ships with. */
  readonly isAnswered: boolean;
}

/** Questions whose order by support is judged, named for what counts as wrong among them. */
export interface RiskTest {
  readonly name: 'answers' | 'withheld' | 'unanswerable';
  readonly questions: readonly RiskyQuestion[];
}

/** The curves that a result holds; those of nothing are left out. */
export function riskTests({ queries, withheld, unanswerable }: AnswersResult): readonly RiskTest[] {
  const tests: readonly RiskTest[] = [
    { name: 'answers', questions: missRisk(queries) },
    { name: 'withheld', questions: refusalRisk(unhidden(queries, withheld?.queries ?? []), withheld?.queries ?? []) },
    { name: 'unanswerable', questions: refusalRisk(queries, unanswerable?.queries ?? []) },
  ];
  return tests.filter(({ questions }) => questions.length > 0);
}

/** Wrong is an answer without the gold answer. Every question has been answered, if need be by force. */
export function missRisk(answerable: readonly AnsweredQuestion[]): readonly RiskyQuestion[] {
  return answerable.flatMap((each) => {
    const hit = each.metrics['forced-answer-hit'];
    return hit === undefined ? [] : [risky(each, hit === 0)];
  });
}

/** Wrong is to answer an unanswerable question. Nothing where there are not both kinds: there is nothing to tell apart. */
export function refusalRisk(
  answerable: readonly AnsweredQuestion[],
  unanswerable: readonly AnsweredQuestion[],
): readonly RiskyQuestion[] {
  if (answerable.length === 0 || unanswerable.length === 0) return [];
  return [...answerable.map((each) => risky(each, false)), ...unanswerable.map((each) => risky(each, true))];
}

/** The questions that were not asked again with their gold documents hidden. */
export function unhidden(
  answerable: readonly AnsweredQuestion[],
  withheld: readonly AnsweredQuestion[],
): readonly AnsweredQuestion[] {
  const hidden = new Set(withheld.map(({ id }) => id));
  return answerable.filter(({ id }) => !hidden.has(id));
}

function risky({ support, abstained }: AnsweredQuestion, isWrong: boolean): RiskyQuestion {
  return { support, isWrong, isAnswered: !abstained };
}
