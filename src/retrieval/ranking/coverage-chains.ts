import { addedCoverage, joinedCoverage, weightedSum } from './passage-coverage.js';

export interface ChainOptions {
  /** Where chains may begin, best first. */
  readonly seeds: readonly string[];
  /** Links of a chunk: other chunk → strength, 0 to 1. */
  readonly linksOf: (id: string) => ReadonlyMap<string, number>;
  /** Coverage of each part of the question; undefined for a chunk that may not be part of a chain. */
  readonly coverageOf: (id: string) => readonly number[] | undefined;
  readonly weights: readonly number[];
  /** Share of the walk's mass, 0 to 1. */
  readonly walkOf: (id: string) => number;
  readonly hops: 1 | 2;
}

/** Tuned on the shared multi-hop sets (prototype `coverage_chains.py`; two-hop chains rely on the walk more). */
const kept = { 1: 60, 2: 20 } as const;
const walkShare = { 1: 0.1, 2: 0.4 } as const;
const beamWidth = 20;
const branching = 8;
/** What new coverage counts by itself, and how much more along a strong link. */
const gainBase = 0.2;
const gainPerLink = 1;
const linkBonus = 0.1;

interface Chain {
  readonly score: number;
  readonly path: readonly string[];
  readonly coverage: readonly number[];
}

/**
 * Chains of linked passages, scored by what of the question each further passage covers and those before it did not.
 * @returns chunk id → score of the best chain that it is part of
 */
export function coverageChains(options: ChainOptions): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  const raise = (id: string, score: number) => {
    if (score > (best.get(id) ?? 0)) best.set(id, score);
  };
  let chains = options.seeds.flatMap((id) => begin(id, options));
  for (const { path, score } of chains) for (const id of path) raise(id, score);
  for (let hop = 0; hop < options.hops; hop += 1) {
    const longer = chains.slice(0, beamWidth).flatMap((chain) => extend(chain, options));
    chains = distinct(longer.sort((a, b) => b.score - a.score));
    for (const { path, score } of chains.slice(0, kept[options.hops])) for (const id of path) raise(id, score);
  }
  return best;
}

function begin(id: string, { coverageOf, weights }: ChainOptions): Chain[] {
  const coverage = coverageOf(id);
  return coverage === undefined ? [] : [{ score: weightedSum(weights, coverage), path: [id], coverage }];
}

function extend(chain: Chain, options: ChainOptions): Chain[] {
  const strengths = new Map<string, number>();
  for (const from of chain.path) {
    for (const [to, strength] of options.linksOf(from)) {
      if (!chain.path.includes(to)) strengths.set(to, Math.max(strength, strengths.get(to) ?? 0));
    }
  }
  const scored = [...strengths].flatMap(([id, strength]) => {
    const coverage = options.coverageOf(id);
    if (coverage === undefined) return [];
    const gain = addedCoverage(options.weights, chain.coverage, coverage);
    const score =
      chain.score +
      gain * (gainBase + gainPerLink * strength) +
      linkBonus * strength * Math.min(1, 5 * gain) +
      walkShare[options.hops] * options.walkOf(id) * strength;
    return [{ id, score, coverage }];
  });
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return scored.slice(0, branching).map(({ id, score, coverage }) => ({
    score,
    path: [...chain.path, id],
    coverage: joinedCoverage(chain.coverage, coverage),
  }));
}

/** Of chains over the same passages the first. */
function distinct(chains: readonly Chain[]): Chain[] {
  const seen = new Set<string>();
  return chains.filter(({ path }) => {
    const key = [...path].sort().join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
