import { standardised } from '../fusion.js';
import { featureNames } from './candidate-features.js';

/** What an index may weigh beside the learned ranker: `docent tune` measures whether it should. */
export const blendSignals = ['lexical', 'dense', 'late', 'walk', 'chain'] as const;
export type BlendSignal = (typeof blendSignals)[number];

/** Signal → weight of its values beside the ranker's z-score; 0 leaves the ranker alone. */
export type RankingBlend = Readonly<Record<BlendSignal, number>>;
/** Signal → one value per candidate. */
export type BlendValues = Readonly<Record<BlendSignal, readonly number[]>>;

/** The product's default: the learned ranker alone. */
export const noBlend: RankingBlend = { lexical: 0, dense: 0, late: 0, walk: 0, chain: 0 };

/**
 * How far a weight may go. The ranker has weighed all signals already, on many collections; one collection's questions
 * may correct it, not replace it. A signal that misleads here (an encoder that does not know the language, names that
 * are ordinary phrases) may count against a candidate.
 */
export const blendBound = 0.5;

/** Columns of the ranker's features: z-scores, and shares of the largest (of the walk's mass its square root). */
const columns: Readonly<Record<BlendSignal, (typeof featureNames)[number]>> = {
  lexical: 'lexicalZ',
  dense: 'denseZ',
  late: 'lateZ',
  walk: 'walk',
  chain: 'chain',
};

const positions = blendSignals.map((signal) => featureNames.indexOf(columns[signal]));

/** Rows as `candidateFeatures` gives them. */
export function blendValues(rows: readonly Float64Array[]): BlendValues {
  const valuesOf = (at: number) => rows.map((row) => row[positions[at] ?? -1] ?? 0);
  return bySignal((_, at) => valuesOf(at));
}

/** Weights from a manifest, perhaps of another version: what is not known is left out, what is too large is cut. */
export function rankingBlend(weights: Readonly<Record<string, number>>): RankingBlend {
  return bySignal((signal) => Math.max(-blendBound, Math.min(blendBound, weights[signal] ?? 0)));
}

export function isNoBlend(blend: RankingBlend): boolean {
  return blendSignals.every((signal) => blend[signal] === 0);
}

/** Scores of one question's candidates: z-score of the ranker's plus the weighted signals; the ranker's own without any. */
export function blendedScores(ranker: readonly number[], values: BlendValues, blend: RankingBlend): readonly number[] {
  const used = blendSignals.filter((signal) => blend[signal] !== 0);
  if (used.length === 0) return ranker;
  return standardised(ranker).map((score, at) =>
    used.reduce((sum, signal) => sum + blend[signal] * (values[signal][at] ?? 0), score),
  );
}

function bySignal<T>(value: (signal: BlendSignal, at: number) => T): Readonly<Record<BlendSignal, T>> {
  return Object.fromEntries(blendSignals.map((signal, at) => [signal, value(signal, at)])) as Record<BlendSignal, T>;
}
