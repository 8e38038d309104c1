import type { Interval } from '../../src/evaluation/paired-bootstrap.js';
import { blendSignals, isNoBlend, noBlend, type RankingBlend } from '../../src/retrieval/ranking/ranking-blend.js';
import { crossValidation } from './cross-validation.js';
import { anyWeight, fitBlend, type WeightRule } from './fit-blend.js';
import type { JudgedQuestion } from './judged-question.js';

/** What was measured, and what follows from it. All figures are means of nDCG@10 over held-out questions. */
export interface BlendChoice {
  /** The weights that are adopted; all 0 where the default stays. */
  readonly blend: RankingBlend;
  /** The best weights on all questions, adopted or not. */
  readonly fitted: RankingBlend;
  readonly isAdopted: boolean;
  readonly questions: number;
  readonly defaultQuality: number;
  readonly tunedQuality: number;
  readonly gain: number;
  /** 95 % interval of the gain. */
  readonly interval: Interval;
  /** Two-sided, of the paired randomisation test. */
  readonly pValue: number;
}

interface ChoiceOptions {
  readonly isAllowed?: WeightRule;
  readonly signal?: AbortSignal | undefined;
}

/** Any will do; a fixed one gives the same answer again. */
const seed = 1;

/**
 * The folds share most of their questions, and choose alike: weights that fit all of them by luck gain on every fold.
 * Five signals, louder or softer, are ten chances of luck, so that a p-value must stay below a tenth of 0.05
 * (Bonferroni). On questions of pure noise the interval alone let one tuning in ten pass.
 */
const largestPValue = 0.05 / (2 * blendSignals.length);

/** Adopts weights only where tuning gains on held-out questions beyond chance: the interval lies above 0, and p is low. */
export async function chooseBlend(
  questions: readonly JudgedQuestion[],
  { isAllowed = anyWeight, signal }: ChoiceOptions = {},
): Promise<BlendChoice> {
  const heldOut = await crossValidation(questions, { isAllowed, seed, signal });
  const fitted = fitBlend(questions, isAllowed);
  const isBeyondChance = heldOut.interval.lower > 0 && heldOut.pValue < largestPValue;
  const isAdopted = heldOut.difference > 0 && isBeyondChance && !isNoBlend(fitted);
  return {
    blend: isAdopted ? fitted : noBlend,
    fitted,
    isAdopted,
    questions: questions.length,
    defaultQuality: heldOut.firstMean,
    tunedQuality: heldOut.secondMean,
    gain: heldOut.difference,
    interval: heldOut.interval,
    pValue: heldOut.pValue,
  };
}
