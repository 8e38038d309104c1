import { standardised } from '../fusion.js';
import type { Candidate, QuestionEvidence } from './candidate.js';
import { weightedSum } from './passage-coverage.js';
import { ranksOf, type Standing, standingOf } from './standing.js';

export type SharedEvidence = ReturnType<typeof sharedEvidence>;

/** What all candidates of one question are compared with, computed once. */
export function sharedEvidence(candidates: readonly Candidate[], question: QuestionEvidence) {
  const { profile, weights } = question;
  const standing = standingOf(candidates, profile);
  const columns = columnsOf(candidates);
  const best = candidates[standing.order[0] ?? 0];
  const bestTerms = best?.coverage.terms ?? [];
  const softRemainder = profile.tokenWeights.map((weight, at) => weight * (1 - (best?.coverage.cosines[at] ?? 0)));
  const maxima = {
    lexical: maximum(columns.lexical),
    walk: maximum(columns.walk),
    chain: maximum(columns.chain),
    longChain: maximum(columns.longChain),
  };
  return {
    profile,
    weights,
    standing,
    maxima,
    blendedBest: standing.blended[standing.order[0] ?? 0] ?? 0,
    bestParts: best?.coverage.parts ?? [],
    bestTerms,
    remainder: profile.weights.map((weight, at) => weight * (1 - (bestTerms[at] ?? 0))),
    softRemainder,
    signals: questionSignals(candidates, question, { standing, maxima, softRemainder }),
    documents: positionsByDocument(candidates),
    z: {
      lexical: standardised(columns.lexical),
      dense: standardised(columns.dense),
      late: standardised(standing.late),
    },
    ranks: ranksBySignal(columns, standing),
  };
}

function columnsOf(candidates: readonly Candidate[]) {
  const column = (of: (candidate: Candidate) => number) => candidates.map(of);
  return {
    lexical: column((each) => each.lexical),
    dense: column((each) => each.dense),
    walk: column((each) => each.walk),
    chain: column((each) => each.chain),
    longChain: column((each) => each.longChain),
  };
}

function ranksBySignal(columns: ReturnType<typeof columnsOf>, { late, fused, blended }: Standing) {
  return {
    lexical: ranksOf(columns.lexical),
    dense: ranksOf(columns.dense),
    late: ranksOf(late),
    fused: ranksOf(fused),
    blended: ranksOf(blended),
    walk: ranksOf(columns.walk),
    chain: ranksOf(columns.chain),
    longChain: ranksOf(columns.longChain),
  };
}

interface SignalParts {
  readonly standing: Standing;
  readonly maxima: { readonly lexical: number; readonly walk: number };
  readonly softRemainder: readonly number[];
}

/** Of the whole question: what no candidate covers, what it holds, and how far the best one is ahead. */
function questionSignals(
  candidates: readonly Candidate[],
  { profile, weights, names }: QuestionEvidence,
  { standing, maxima, softRemainder }: SignalParts,
): readonly number[] {
  const { blended, order, late } = standing;
  const best = candidates[order[0] ?? 0];
  const blendedAt = (place: number) => blended[order[place] ?? -1] ?? 0;
  const termsCovered = (each: Candidate) => weightedSum(profile.weights, each.coverage.terms) / profile.totalWeight;
  return [
    1 - maximum(candidates.map(termsCovered)),
    sumOf(softRemainder),
    1 - maximum(candidates.map((each) => weightedSum(weights, each.coverage.parts))),
    names.size,
    profile.terms.length,
    maxima.lexical / profile.totalWeight,
    blendedAt(0) - blendedAt(1),
    blendedAt(0) - blendedAt(4),
    best?.dense ?? 0,
    late[order[0] ?? 0] ?? 0,
    (best?.walk ?? 0) / maxima.walk,
  ];
}

function positionsByDocument(candidates: readonly Candidate[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const [at, { mentions }] of candidates.entries()) {
    positions.set(mentions.documentId, [...(positions.get(mentions.documentId) ?? []), at]);
  }
  return positions;
}

function maximum(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), 1e-9);
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
