import { addedCoverage, joinedCoverage, weightedSum } from './passage-coverage.js';

export interface ChainOptions {
  /** Where chains may begin, best first. */
  readonly seeds: readonly number[];
  /** Links of a chunk: other chunk → strength, 0 to 1. */
  readonly linksOf: (chunk: number) => ReadonlyMap<number, number>;
  /** Coverage of each part of the question; undefined for a chunk that may not be part of a chain. */
  readonly coverageOf: (chunk: number) => readonly number[] | undefined;
  /** Decides between equal scores: whether `a` comes before `b`. */
  readonly isBefore: (a: number, b: number) => boolean;
  readonly weights: readonly number[];
  /** Share of the walk's mass, 0 to 1. */
  readonly walkOf: (chunk: number) => number;
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
  readonly path: readonly number[];
  readonly coverage: readonly number[];
}

/**
 * Chains of linked passages, scored by what of the question each further passage covers and those before it did not.
 * @returns chunk → score of the best chain that it is part of
 */
export function coverageChains(options: ChainOptions): ReadonlyMap<number, number> {
  const best = new Map<number, number>();
  const raise = (chunk: number, score: number) => {
    if (score > (best.get(chunk) ?? 0)) best.set(chunk, score);
  };
  let chains = options.seeds.flatMap((chunk) => begin(chunk, options));
  for (const { path, score } of chains) for (const chunk of path) raise(chunk, score);
  for (let hop = 0; hop < options.hops; hop += 1) {
    const longer = chains.slice(0, beamWidth).flatMap((chain) => extend(chain, options));
    chains = distinct(longer.sort((a, b) => b.score - a.score));
    for (const { path, score } of chains.slice(0, kept[options.hops])) for (const chunk of path) raise(chunk, score);
  }
  return best;
}

function begin(chunk: number, { coverageOf, weights }: ChainOptions): Chain[] {
  const coverage = coverageOf(chunk);
  return coverage === undefined ? [] : [{ score: weightedSum(weights, coverage), path: [chunk], coverage }];
}

interface Extension {
  readonly chunk: number;
  readonly score: number;
  readonly coverage: readonly number[];
}

function extend(chain: Chain, options: ChainOptions): Chain[] {
  const strengths = strengthsFrom(chain, options);
  const best: Extension[] = [];
  for (const [other, strength] of strengths) {
    const coverage = options.coverageOf(other);
    if (coverage === undefined) continue;
    const score = chain.score + extensionScore(chain, { chunk: other, strength, coverage }, options);
    // Most are not kept: they must not cost an object each.
    if (best.length < branching || score >= (best.at(-1)?.score ?? 0)) {
      keep(best, { chunk: other, score, coverage }, options);
    }
  }
  return best.map(({ chunk: added, score, coverage }) => ({
    score,
    path: [...chain.path, added],
    coverage: joinedCoverage(chain.coverage, coverage),
  }));
}

function strengthsFrom(chain: Chain, { linksOf }: ChainOptions): ReadonlyMap<number, number> {
  const [only, ...others] = chain.path;
  if (only !== undefined && others.length === 0) return linksOf(only);
  const strengths = new Map<number, number>();
  for (const from of chain.path) {
    for (const [to, strength] of linksOf(from)) {
      if (!chain.path.includes(to)) strengths.set(to, Math.max(strength, strengths.get(to) ?? 0));
    }
  }
  return strengths;
}

function extensionScore(
  chain: Chain,
  { chunk: added, strength, coverage }: Omit<Extension, 'score'> & { readonly strength: number },
  { weights, walkOf, hops }: ChainOptions,
): number {
  const gain = addedCoverage(weights, chain.coverage, coverage);
  return (
    gain * (gainBase + gainPerLink * strength) +
    linkBonus * strength * Math.min(1, 5 * gain) +
    walkShare[hops] * walkOf(added) * strength
  );
}

/** Inserts by falling score and drops what no longer fits. */
function keep(best: Extension[], extension: Extension, { isBefore }: ChainOptions): void {
  const isBehind = ({ score, chunk }: Extension) =>
    score < extension.score || (score === extension.score && isBefore(extension.chunk, chunk));
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
