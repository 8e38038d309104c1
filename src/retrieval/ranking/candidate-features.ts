import type { Candidate, QuestionEvidence } from './candidate.js';
import { likenessFeatureNames, likenessFeatures } from './likeness-features.js';
import { addedCoverage, weightedSum } from './passage-coverage.js';
import { setFeatureNames, setFeatures } from './set-features.js';
import { type SharedEvidence, sharedEvidence, sumOf } from './shared-evidence.js';
import { termProximity } from './term-proximity.js';

/**
 * What the ranker sees: one row per candidate, columns as `featureNames`. Signals of the whole question come in every
 * row, so that the trees can weigh evidence by the kind of question.
 */
export function candidateFeatures(candidates: readonly Candidate[], question: QuestionEvidence): Float64Array[] {
  const shared = sharedEvidence(candidates, question);
  const likeOthers = likenessFeatures(candidates, shared.standing.blended, question.profile);
  const ofSet = setFeatures(candidates, shared.standing, question.weights);
  return candidates.map((candidate, at) =>
    Float64Array.from([
      ...similarityFeatures(candidate, at, shared),
      ...linkFeatures(candidate, at, shared),
      ...coverageFeatures(candidate, shared),
      ...nameFeatures(candidate, question),
      ...placeFeatures(candidates, at, shared),
      ...likeOthers(at),
      ...ofSet(at),
      ...shared.signals,
    ]),
  );
}

// biome-ignore format: a line for each group.
export const featureNames = [
  'lexicalShare', 'lexicalRank', 'lexicalPart', 'lexicalZ', 'dense', 'denseZ', 'denseRank', 'late', 'lateZ',
  'lateRank', 'fused', 'fusedRank', 'blended', 'blendedRank', 'blendedGap',
  'walk', 'walkRank', 'walkLog', 'chain', 'chainRank', 'longChain', 'longChainRank', 'link', 'linkSum', 'linkNamed',
  'linkNamedSum',
  'covered', 'gain', 'remainder', 'softRemainder', 'partsCovered', 'partsGain', 'linkedGain',
  'pairOrdered', 'pairNear', 'window',
  'titleNamed', 'titleRarity', 'namesShared', 'titleCovered', 'titleRest',
  'documentOthers', 'documentBest', 'neighbourBest', 'ordinal', 'length',
  ...likenessFeatureNames,
  ...setFeatureNames,
  'uncovered', 'softUncovered', 'partsUncovered', 'questionNames', 'questionTerms', 'topPart', 'topGap',
  'topGapFive', 'topDense', 'topLate', 'walkAgrees',
] as const;

function similarityFeatures(
  { lexical, dense }: Candidate,
  at: number,
  { standing, ranks, z, ...shared }: SharedEvidence,
) {
  const blended = standing.blended[at] ?? 0;
  return [
    lexical / shared.maxima.lexical,
    reciprocal(ranks.lexical[at]),
    lexical / shared.profile.totalWeight,
    z.lexical[at] ?? 0,
    dense,
    z.dense[at] ?? 0,
    reciprocal(ranks.dense[at]),
    standing.late[at] ?? 0,
    z.late[at] ?? 0,
    reciprocal(ranks.late[at]),
    standing.fused[at] ?? 0,
    reciprocal(ranks.fused[at]),
    blended,
    reciprocal(ranks.blended[at]),
    blended - shared.blendedBest,
  ];
}

function linkFeatures(candidate: Candidate, at: number, { maxima, ranks }: SharedEvidence) {
  const walk = candidate.walk / maxima.walk;
  return [
    Math.sqrt(walk),
    candidate.walk > 0 ? reciprocal(ranks.walk[at]) : 0,
    Math.log(walk + 1e-6),
    candidate.chain / maxima.chain,
    candidate.chain > 0 ? reciprocal(ranks.chain[at]) : 0,
    candidate.longChain / maxima.longChain,
    candidate.longChain > 0 ? reciprocal(ranks.longChain[at]) : 0,
    candidate.links.own,
    candidate.links.sum,
    candidate.links.named,
    candidate.links.namedSum,
  ];
}

function coverageFeatures({ coverage, mentions, links }: Candidate, shared: SharedEvidence) {
  const { profile, weights } = shared;
  const gain = addedCoverage(weights, shared.bestParts, coverage.parts);
  const proximity = termProximity(mentions.terms, profile);
  return [
    weightedSum(profile.weights, coverage.terms) / profile.totalWeight,
    addedCoverage(profile.weights, shared.bestTerms, coverage.terms) / profile.totalWeight,
    shareCovered(shared.remainder, coverage.terms),
    shareCovered(shared.softRemainder, coverage.cosines),
    weightedSum(weights, coverage.parts),
    gain,
    links.own * gain,
    proximity.ordered,
    proximity.near,
    proximity.window,
  ];
}

/** 0 where nothing is left: what rounding leaves must not be divided. */
function shareCovered(weights: readonly number[], coverage: readonly number[]): number {
  const total = sumOf(weights);
  return total < 1e-6 ? 0 : weightedSum(weights, coverage) / total;
}

function nameFeatures({ mentions }: Candidate, { profile, names }: QuestionEvidence) {
  const titles = [...mentions.titles].flatMap((title) => names.get(title) ?? []);
  const shared = [...mentions.names, ...mentions.titles].reduce((sum, name) => sum + (names.get(name) ?? 0), 0);
  const titleTerms = new Set(mentions.terms.subarray(0, mentions.contextTerms));
  const covered = profile.terms.reduce(
    (sum, term, at) => sum + (titleTerms.has(term) ? (profile.weights[at] ?? 0) : 0),
    0,
  );
  const rest = [...titleTerms].filter((term) => !profile.terms.includes(term)).length;
  return [
    titles.length > 0 ? 1 : 0,
    titles.reduce((high, rarity) => Math.max(high, rarity), 0),
    shared / (sumOf([...names.values()]) + 1e-9),
    covered / profile.totalWeight,
    rest,
  ];
}

/** A candidate without others of its document stands below any that has them. */
const noOther = -3;

function placeFeatures(candidates: readonly Candidate[], at: number, { documents, standing }: SharedEvidence) {
  const own = candidates[at];
  const others = (documents.get(own?.mentions.documentId ?? '') ?? []).filter((other) => other !== at);
  const ordinal = own?.mentions.ordinal ?? 0;
  const beside = others.filter((other) => Math.abs((candidates[other]?.mentions.ordinal ?? 0) - ordinal) === 1);
  const bestOf = (positions: readonly number[]) =>
    positions.reduce((high, each) => Math.max(high, standing.blended[each] ?? noOther), noOther);
  const length = own?.mentions.tokens.length ?? 0;
  return [others.length, bestOf(others), bestOf(beside), Math.min(10, ordinal), Math.log(1 + length)];
}

function reciprocal(rank: number | undefined): number {
  return 1 / (1 + (rank ?? Number.POSITIVE_INFINITY));
}
