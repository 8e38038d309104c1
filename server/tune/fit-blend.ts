import {
  type BlendSignal,
  blendBound,
  blendSignals,
  noBlend,
  type RankingBlend,
} from '../../src/retrieval/ranking/ranking-blend.js';
import { blendQuality } from './blend-quality.js';
import type { JudgedQuestion } from './judged-question.js';

/** Weights that are tried, nearest to 0 first: of equally good ones the smallest is taken. */
const grid = [0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.5, -0.5].filter((weight) => Math.abs(weight) <= blendBound);

/** Which weights may be chosen. */
export type WeightRule = (signal: BlendSignal, weight: number) => boolean;

/** What people ask may speak for and against every signal. */
export const anyWeight: WeightRule = () => true;

/**
 * Questions made from the index repeat words of the one passage that answers them. That speaks for words (lexical,
 * late), and against meaning and links, whatever real questions are like: measured with such weights, real questions
 * lost up to 0.017 nDCG@10 (docs/tune.md). What made questions say against their own leaning is believed.
 */
export const weightAgainstLeaning: WeightRule = (signal, weight) =>
  signal === 'lexical' || signal === 'late' ? weight <= 0 : weight >= 0;

/** More rounds over all signals have changed nothing. */
const rounds = 4;
/**
 * A step must gain this many standard errors of its gain. Without it the best of many weights is taken on noise too, and
 * costs on held-out questions what it gained on these.
 */
const leastErrors = 1;

interface Fit {
  readonly blend: RankingBlend;
  /** Quality of each question under it. */
  readonly qualities: readonly number[];
}

/** The blend with the best mean nDCG@10 on these questions, by coordinate ascent from the product's default. */
export function fitBlend(questions: readonly JudgedQuestion[], isAllowed: WeightRule): RankingBlend {
  let fit = fitOf(questions, noBlend);
  for (let round = 0; round < rounds; round += 1) {
    const before = fit;
    for (const signal of blendSignals) {
      const weights = grid.filter((weight) => weight !== fit.blend[signal] && isAllowed(signal, weight));
      fit = bestOf(
        weights.map((weight) => ({ ...fit.blend, [signal]: weight })),
        fit,
        questions,
      );
    }
    if (fit === before) break;
  }
  return fit.blend;
}

function bestOf(blends: readonly RankingBlend[], current: Fit, questions: readonly JudgedQuestion[]): Fit {
  let best = current;
  for (const blend of blends) {
    const tried = fitOf(questions, blend);
    if (isClearlyBetter(tried, current) && meanOf(tried.qualities) > meanOf(best.qualities) + 1e-12) best = tried;
  }
  return best;
}

function fitOf(questions: readonly JudgedQuestion[], blend: RankingBlend): Fit {
  return { blend, qualities: questions.map((question) => blendQuality(question, blend)) };
}

function isClearlyBetter(tried: Fit, current: Fit): boolean {
  const gains = tried.qualities.map((quality, at) => quality - (current.qualities[at] ?? 0));
  const gain = meanOf(gains);
  const variance = meanOf(gains.map((each) => (each - gain) ** 2));
  return gain > leastErrors * Math.sqrt(variance / gains.length) + 1e-12;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
