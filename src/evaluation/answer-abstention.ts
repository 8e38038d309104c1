/** How one question ended. */
export interface QuestionOutcome {
  /** 0 to 1: how well the sources support an answer. */
  readonly support: number;
  readonly abstained: boolean;
}

/** How well docent tells questions that its documents answer from others; all from 0 to 1. */
export interface AbstentionScores {
  /** Of the support score: does an answerable question have more of it than an unanswerable one? */
  readonly auroc: number;
  /** Mean of the share of answerable questions answered and of unanswerable ones abstained from; a constant gets 0.5. */
  readonly balancedAccuracy: number;
  /** Share of the abstentions that were right; absent where there was none. */
  readonly precision?: number;
  /** Share of the unanswerable questions that were abstained from. */
  readonly recall: number;
}

/** Undefined where there are not both answerable and unanswerable questions. */
export function abstentionScores(
  answerable: readonly QuestionOutcome[],
  unanswerable: readonly QuestionOutcome[],
): AbstentionScores | undefined {
  const area = auroc(answerable.map(supportOf), unanswerable.map(supportOf));
  if (area === undefined) return undefined;
  const wrong = answerable.filter(({ abstained }) => abstained).length;
  const right = unanswerable.filter(({ abstained }) => abstained).length;
  const recall = right / unanswerable.length;
  return {
    auroc: area,
    balancedAccuracy: (1 - wrong / answerable.length + recall) / 2,
    ...(right + wrong === 0 ? {} : { precision: right / (right + wrong) }),
    recall,
  };
}

function supportOf({ support }: QuestionOutcome): number {
  return support;
}

/**
 * Area under the ROC curve: how often a positive score is above a negative one, ties counting half; 0.5 where the score
 * tells nothing. By ranks (Mann and Whitney 1947), undefined where either is empty.
 */
export function auroc(positive: readonly number[], negative: readonly number[]): number | undefined {
  if (positive.length === 0 || negative.length === 0) return undefined;
  const sorted = [
    ...positive.map((score) => ({ score, isPositive: true })),
    ...negative.map((score) => ({ score, isPositive: false })),
  ].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end]?.score === sorted[start]?.score && end < sorted.length) end += 1;
    // Equal scores share the mean of their ranks, which count from 1.
    const rank = (start + 1 + end) / 2;
    rankSum += rank * sorted.slice(start, end).filter(({ isPositive }) => isPositive).length;
    start = end;
  }
  const above = rankSum - (positive.length * (positive.length + 1)) / 2;
  return above / (positive.length * negative.length);
}
