/** A question as it would be answered whatever its support. */
export interface RiskyAnswer {
  readonly support: number;
  readonly isWrong: boolean;
}

/** What happens where every question of at least this support is answered. */
export interface RiskPoint {
  readonly threshold: number;
  /** Share of all questions that is answered. */
  readonly coverage: number;
  /** Share of the answered questions that is wrong. */
  readonly risk: number;
}

/** The risk–coverage curve (El-Yaniv and Wiener 2010): a point for each support that occurs, highest threshold first. */
export function riskCurve(answers: readonly RiskyAnswer[]): readonly RiskPoint[] {
  return bySupport(answers).map(({ threshold, answered, wrong }) => ({
    threshold,
    coverage: answered / answers.length,
    risk: wrong / answered,
  }));
}

/**
 * Area under the risk–coverage curve: the mean risk of answering the best supported 1, 2, … of all n questions (Geifman,
 * Uziel and El-Yaniv 2019); lower is better, and a support that tells nothing gets the share of wrong answers. Questions
 * of equal support count as if their wrong ones were spread evenly, so that no order of them gains. Undefined of none.
 */
export function areaUnderRisk(answers: readonly RiskyAnswer[]): number | undefined {
  if (answers.length === 0) return undefined;
  let sum = 0;
  let before = { answered: 0, wrong: 0 };
  for (const group of bySupport(answers)) {
    const slope = (group.wrong - before.wrong) / (group.answered - before.answered);
    for (let answered = before.answered + 1; answered <= group.answered; answered++) {
      sum += (before.wrong + slope * (answered - before.answered)) / answered;
    }
    before = group;
  }
  return sum / answers.length;
}

interface Group {
  readonly threshold: number;
  /** Questions at or above the threshold, and how many of them are wrong. */
  readonly answered: number;
  readonly wrong: number;
}

function bySupport(answers: readonly RiskyAnswer[]): readonly Group[] {
  const sorted = [...answers].sort((a, b) => b.support - a.support);
  const groups: Group[] = [];
  let wrong = 0;
  for (const [index, { support, isWrong }] of sorted.entries()) {
    wrong += isWrong ? 1 : 0;
    if (sorted[index + 1]?.support !== support) groups.push({ threshold: support, answered: index + 1, wrong });
  }
  return groups;
}
