import { standardised } from '../fusion.js';
import type { Candidate } from './candidate.js';
import { addedCoverage, joinedCoverage, weightedSum } from './passage-coverage.js';
import { ranksOf, type Standing } from './standing.js';

/** Features of how a candidate stands among the best by walk and chains, in the order of `setFeatures`. */
// biome-ignore format: a line for each group.
export const setFeatureNames = [
  'joined', 'joinedRank', 'joinedZ', 'joinedGap', 'halfJoined', 'halfJoinedRank', 'longJoined', 'longJoinedRank',
  'linkFirst', 'linkSecond', 'linkThird', 'gainFirst', 'gainTwo', 'gainThree', 'linkedGainTwo', 'leftTwo',
  'leftThree', 'joinedPlace',
] as const;

/** Several passages answer a multi-hop question together: what one adds depends on the others that are there. */
export function setFeatures(
  candidates: readonly Candidate[],
  standing: Standing,
  weights: readonly number[],
): (at: number) => readonly number[] {
  const joinedOf = joinedFeatures(standing);
  const best = standing.joinedOrder.slice(0, 3);
  const covered = best.map((_, count) => unionOf(candidates, best.slice(0, count + 1)));
  const coveredBy = (count: number) => covered.at(Math.min(count, covered.length) - 1) ?? [];
  const left = (count: number) => 1 - weightedSum(weights, coveredBy(count));
  return (at) => {
    const { coverage, links } = candidates[at] as Candidate;
    const place = best.indexOf(at);
    const gain = (count: number) =>
      place >= 0 && place < count ? 0 : addedCoverage(weights, coveredBy(count), coverage.parts);
    const [first, second, third] = links.joined;
    return [
      ...joinedOf(at),
      first,
      second,
      third,
      gain(1),
      gain(2),
      gain(3),
      Math.max(first, second) * gain(2),
      left(2),
      left(3),
      place < 0 ? 0 : 1 / 2 ** place,
    ];
  };
}

/** Where a candidate stands by walk and chains. */
function joinedFeatures({ joined, halfJoined, longJoined, joinedOrder }: Standing): (at: number) => readonly number[] {
  const ranks = { joined: ranksOf(joined), half: ranksOf(halfJoined), long: ranksOf(longJoined) };
  const z = standardised(joined);
  const secondBest = joined[joinedOrder[1] ?? joinedOrder[0] ?? 0] ?? 0;
  return (at) => [
    joined[at] ?? 0,
    1 / (1 + (ranks.joined[at] ?? 0)),
    z[at] ?? 0,
    (joined[at] ?? 0) - secondBest,
    halfJoined[at] ?? 0,
    1 / (1 + (ranks.half[at] ?? 0)),
    longJoined[at] ?? 0,
    1 / (1 + (ranks.long[at] ?? 0)),
  ];
}

/** What passages cover of each part of the question together. */
function unionOf(candidates: readonly Candidate[], positions: readonly number[]): readonly number[] {
  return positions
    .map((at) => candidates[at]?.coverage.parts ?? [])
    .reduce((union, parts) => (union.length === 0 ? parts : joinedCoverage(union, parts)), []);
}
