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

interface Extension {
  readonly id: string;
  readonly score: number;
  readonly coverage: readonly number[];
}

function extend(chain: Chain, options: ChainOptions): Chain[] {
  const strengths = strengthsFrom(chain, options);
  const best: Extension[] = [];
  for (const [id, strength] of strengths) {
    const coverage = options.coverageOf(id);
    if (coverage === undefined) continue;
    const score = chain.score + extensionScore(chain, { id, strength, coverage }, options);
    // Most are not kept: they must not cost an object each.
    if (best.length < branching || score >= (best.at(-1)?.score ?? 0)) keep(best, { id, score, coverage });
  }
  return best.map(({ id, score, coverage }) => ({
    score,
    path: [...chain.path, id],
    coverage: joinedCoverage(chain.coverage, coverage),
  }));
}

function strengthsFrom(chain: Chain, { linksOf }: ChainOptions): ReadonlyMap<string, number> {
  const [only, ...others] = chain.path;
  if (only !== undefined && others.length === 0) return linksOf(only);
  const strengths = new Map<string, number>();
  for (const from of chain.path) {
    for (const [to, strength] of linksOf(from)) {
      if (!chain.path.includes(to)) strengths.set(to, Math.max(strength, strengths.get(to) ?? 0));
    }
  }
  return strengths;
}

function extensionScore(
  chain: Chain,
  { id, strength, coverage }: Omit<Extension, 'score'> & { readonly strength: number },
  { weights, walkOf, hops }: ChainOptions,
): number {
  const gain = addedCoverage(weights, chain.coverage, coverage);
  return (
    gain * (gainBase + gainPerLink * strength) +
    linkBonus * strength * Math.min(1, 5 * gain) +
    walkShare[hops] * walkOf(id) * strength
  );
}

/** Inserts by falling score, ties by id, and drops what no longer fits. */
function keep(best: Extension[], extension: Extension): void {
  const isBehind = ({ score, id }: Extension) =>
    score < extension.score || (score === extension.score && id > extension.id);
  const at = best.findIndex(isBehind);
  best.splice(at < 0 ? best.length : at, 0, extension);
  if (best.length > branching) best.pop();
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
