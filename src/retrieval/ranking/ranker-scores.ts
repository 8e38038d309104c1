import { standardised } from '../fusion.js';
import { type BoostedTrees, scoreByTrees } from './boosted-trees.js';
import { featureNames } from './candidate-features.js';

/**
 * What BM25 and dense search count beside the ranker's z-score where the question names nothing that leads to a candidate:
 * there is nothing to walk from then. Measured without the set itself in training: cranfield 0.359 to 0.373, xquad-de 0.933 to 0.935
 * nDCG@10, financebench 0.331 to 0.372 Recall@5; scifact 0.705 to 0.700; multi-hop questions name a candidate nearly always.
 */
const unnamedShare = 0.3;

/** The candidate is named itself, or linked with a passage that is. */
const named = [featureNames.indexOf('titleNamed'), featureNames.indexOf('linkNamed')];
const fused = featureNames.indexOf('fused');

/** Scores of one question's candidates from their rows (`candidateFeatures`); comparable within the question only. */
export function rankerScores(model: BoostedTrees, rows: readonly Float64Array[]): readonly number[] {
  const scores = rows.map((row) => scoreByTrees(model, row));
  if (rows.some((row) => named.some((at) => (row[at] ?? 0) > 0))) return scores;
  const sums = standardised(rows.map((row) => row[fused] ?? 0));
  return standardised(scores).map((score, at) => score + unnamedShare * (sums[at] ?? 0));
}
