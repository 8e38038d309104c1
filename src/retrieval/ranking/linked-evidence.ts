import { settleAll } from '../../core/settle-all.js';
import type { TokenVectors } from '../../models/token-vectors.js';
import type { CandidatePool } from '../candidate-pool.js';
import { fusePool } from '../hybrid-retriever.js';
import type { GraphView } from '../mention-graph/graph-view.js';
import { walkGraph } from '../mention-graph/graph-walk.js';
import { nameRarity } from '../mention-graph/graph-weights.js';
import { neighbours } from '../mention-graph/neighbours.js';
import { questionNames } from '../mention-graph/question-names.js';
import { bm25OfTerms } from './bm25-of-terms.js';
import { byValue } from './by-value.js';
import type { Candidate, CandidateLinks, QuestionEvidence } from './candidate.js';
import { type ChainOptions, coverageChains } from './coverage-chains.js';
import { type PassageCoverage, partWeights, passageCoverage } from './passage-coverage.js';
import { type QuestionProfile, questionProfile } from './question-profile.js';
import { fromZeroToOne, standingOf, type UnlinkedCandidate } from './standing.js';
import { TokenSimilarity } from './token-similarity.js';

export interface GatherOptions {
  readonly graph: GraphView;
  readonly vectors: TokenVectors;
  readonly signal?: AbortSignal | undefined;
}

/** Candidates for the ranker, and what they are weighed against. */
export interface LinkedEvidence {
  readonly candidates: readonly Candidate[];
  readonly question: QuestionEvidence;
}

/** How many of each kind become candidates. */
const counts = { fused: 30, lexical: 20, dense: 15, walk: 30, chain: 20, longChain: 10 } as const;
/** Chains are made of pooled chunks and of these many that the walk favours. */
const reachedByWalk = 100;
const chainSeeds = 20;
/** What the walk counts beside a chunk's own fit where chains begin. */
const seedWalkShare = 0.5;
/** Links with this many of the best candidates count. */
const linkedBest = 10;
const strongestOf = 3;
const linkedJoined = 3;
/** Chunks that names of the question lead to; an ordinary phrase may be the title of many. */
const linkedNamed = 12;

/**
 * Walks from the pool along the mention graph, follows chains, and gathers what the ranker needs of each candidate. What
 * a search did not find itself is scored here: BM25 from the terms in the graph's rows, which takes no further search.
 */
export async function gatherEvidence(
  query: string,
  pool: CandidatePool,
  options: GatherOptions,
): Promise<LinkedEvidence> {
  const { graph, vectors, signal } = options;
  await graph.refresh();
  const [profile, names] = await settleAll([
    questionProfile(query, graph, vectors),
    questionNames(query, graph),
    graph.loadChunks(pool.ids()),
  ]);
  signal?.throwIfAborted();
  scoreByTerms(pool, pool.ids(), graph, profile);
  const base = fitOf(pool);
  const mass = await walkGraph({ graph, base, names, chunkCount: profile.chunkCount, signal });
  const reach = new Set([...base.keys(), ...byValue(mass).slice(0, reachedByWalk)]);
  await graph.loadChunks(reach);
  const walk = shareOfLargest(mass);
  const seeds = await chainSeedsOf({ reach: [...reach], base, walk, graph });
  const linksOf = remembered((id) => neighbours(id, graph, { questionNames: names, chunkCount: profile.chunkCount }));
  const coverage = new CoverageReader(profile, options);
  await coverage.load([
    ...seeds,
    ...seeds.flatMap((id) => [...linksOf(id).keys()].filter((other) => reach.has(other))),
  ]);
  const weights = partWeights(profile);
  const chains: Omit<ChainOptions, 'hops'> = {
    seeds,
    linksOf,
    coverageOf: (id) => coverage.of(id)?.parts,
    walkOf: (id) => walk.get(id) ?? 0,
    weights,
  };
  const chain = coverageChains({ ...chains, hops: 1 });
  const longChain = coverageChains({ ...chains, hops: 2 });
  const chosen = chooseCandidates(pool, { base, mass, chain, longChain });
  await graph.loadChunks(chosen);
  await coverage.load(chosen);
  scoreByTerms(pool, chosen, graph, profile);
  await pool.scoreDense(chosen);
  const unlinked = chosen.flatMap((id) => unlinkedCandidate(id, pool, graph, coverage, { mass, chain, longChain }));
  const linkOf = await linksWithBest(unlinked, { profile, graph, names, linksOf });
  const candidates = unlinked.map((candidate): Candidate => ({ ...candidate, links: linkOf(candidate.id) }));
  const rarities = new Map([...names.keys()].map((name) => [name, nameRarity(graph.name(name), profile.chunkCount)]));
  return { candidates, question: { profile, weights, names: rarities } };
}

/** BM25 of what the lexical search did not find. */
function scoreByTerms(pool: CandidatePool, ids: readonly string[], graph: GraphView, profile: QuestionProfile): void {
  for (const id of ids) {
    if (pool.lexical.has(id)) continue;
    const terms = graph.chunk(id)?.terms;
    pool.lexical.set(id, terms === undefined ? 0 : bm25OfTerms(terms, profile, graph.averageTerms));
  }
}

/** Fused scores of the pool, 0 to 1. */
function fitOf(pool: CandidatePool): ReadonlyMap<string, number> {
  const fused = fusePool(pool);
  const highest = fused[0]?.score ?? 0;
  const lowest = fused.at(-1)?.score ?? 0;
  return new Map(fused.map(({ id, score }) => [id, (score - lowest) / (highest - lowest + 1e-9)]));
}

/** Coverage of chunks, computed once each; the tokens of what is asked for must have been loaded. */
class CoverageReader {
  readonly #profile: QuestionProfile;
  readonly #parts: GatherOptions;
  readonly #similarity: TokenSimilarity;
  readonly #loaded = new Set<string>();
  readonly #known = new Map<string, PassageCoverage>();

  constructor(profile: QuestionProfile, parts: GatherOptions) {
    this.#profile = profile;
    this.#parts = parts;
    this.#similarity = new TokenSimilarity(parts.vectors, profile.tokens);
  }

  async load(ids: Iterable<string>): Promise<void> {
    const { graph, vectors } = this.#parts;
    const tokens = new Set(this.#profile.tokens);
    for (const id of ids) {
      const mentions = graph.chunk(id);
      if (mentions === undefined || this.#loaded.has(id)) continue;
      this.#loaded.add(id);
      for (let at = 0; at < mentions.tokens.length; at += 1) tokens.add(mentions.tokens[at] as number);
    }
    await vectors.load(tokens);
  }

  /** Undefined for a chunk that was not loaded. */
  of(id: string): PassageCoverage | undefined {
    const known = this.#known.get(id);
    const mentions = this.#loaded.has(id) ? this.#parts.graph.chunk(id) : undefined;
    if (known !== undefined || mentions === undefined) return known;
    const coverage = passageCoverage(mentions, this.#profile, this.#similarity);
    this.#known.set(id, coverage);
    return coverage;
  }
}

interface SeedOptions {
  readonly reach: readonly string[];
  readonly base: ReadonlyMap<string, number>;
  readonly walk: ReadonlyMap<string, number>;
  readonly graph: GraphView;
}

/** Chains begin at chunks that fit by themselves or that the walk favours; their names are loaded with them. */
async function chainSeedsOf({ reach, base, walk, graph }: SeedOptions): Promise<readonly string[]> {
  const score = (id: string) => (base.get(id) ?? 0) + seedWalkShare * (walk.get(id) ?? 0);
  const seeds = byValue(new Map(reach.map((id) => [id, score(id)]))).slice(0, chainSeeds);
  const chunks = seeds.flatMap((id) => graph.chunk(id) ?? []);
  await graph.loadNames(chunks.flatMap(({ names, titles }) => [...names, ...titles]));
  return seeds;
}

interface Rankings {
  readonly base: ReadonlyMap<string, number>;
  readonly mass: ReadonlyMap<string, number>;
  readonly chain: ReadonlyMap<string, number>;
  readonly longChain: ReadonlyMap<string, number>;
}

function chooseCandidates(pool: CandidatePool, { base, mass, chain, longChain }: Rankings): readonly string[] {
  const best = (scores: ReadonlyMap<string, number>, count: number) => byValue(scores).slice(0, count);
  const lexical = best(pool.lexical, counts.lexical).filter((id) => (pool.lexical.get(id) ?? 0) > 0);
  return [
    ...new Set([
      ...best(base, counts.fused),
      ...lexical,
      ...best(pool.dense, counts.dense),
      ...best(mass, counts.walk),
      ...best(chain, counts.chain),
      ...best(longChain, counts.longChain),
    ]),
  ];
}

/** Nothing for a chunk that the filter does not let pass, or that the graph does not know yet. */
function unlinkedCandidate(
  id: string,
  pool: CandidatePool,
  graph: GraphView,
  reader: CoverageReader,
  { mass, chain, longChain }: Omit<Rankings, 'base'>,
): UnlinkedCandidate[] {
  const [lexical, dense] = [pool.lexical.get(id), pool.dense.get(id)];
  const [mentions, coverage] = [graph.chunk(id), reader.of(id)];
  if (lexical === undefined || dense === undefined || mentions === undefined || coverage === undefined) return [];
  const found = { walk: mass.get(id) ?? 0, chain: chain.get(id) ?? 0, longChain: longChain.get(id) ?? 0 };
  return [{ id, mentions, coverage, lexical, dense, ...found }];
}

interface LinkingOptions {
  readonly profile: QuestionProfile;
  readonly graph: GraphView;
  readonly names: ReadonlyMap<string, number>;
  readonly linksOf: (id: string) => ReadonlyMap<string, number>;
}

async function linksWithBest(
  candidates: readonly UnlinkedCandidate[],
  { profile, graph, names, linksOf }: LinkingOptions,
): Promise<(id: string) => CandidateLinks> {
  const { order, blended, joinedOrder } = standingOf(candidates, profile);
  const idAt = (at: number) => candidates[at]?.id ?? '';
  const best = order.slice(0, linkedBest).map(idAt);
  const joinedBest = joinedOrder.slice(0, linkedJoined).map(idAt);
  const named = [...new Set([...names.keys()].flatMap((name) => graph.name(name).targets))].slice(0, linkedNamed);
  await graph.loadChunks(named);
  const linking = [...best, ...joinedBest, ...named].flatMap((id) => graph.chunk(id) ?? []);
  await graph.loadNames(linking.flatMap((mentions) => [...mentions.names, ...mentions.titles]));
  const fit = fromZeroToOne(blended);
  const ofBest = best.map((id, place) => ({ links: linksOf(id), fit: fit[order[place] ?? 0] ?? 0 }));
  const [first, second, third] = joinedBest.map(linksOf);
  const ofNamed = named.map(linksOf);
  return (id) => ({
    own: ofBest.slice(0, strongestOf).reduce((high, { links }) => Math.max(high, links.get(id) ?? 0), 0),
    sum: ofBest.reduce((sum, { links, fit: weight }) => sum + weight * (links.get(id) ?? 0), 0),
    joined: [first?.get(id) ?? 0, second?.get(id) ?? 0, third?.get(id) ?? 0],
    named: ofNamed.reduce((high, links) => Math.max(high, links.get(id) ?? 0), 0),
    namedSum: ofNamed.reduce((sum, links) => sum + (links.get(id) ?? 0), 0),
  });
}

function shareOfLargest(mass: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const largest = [...mass.values()].reduce((high, amount) => Math.max(high, amount), 1e-12);
  return new Map([...mass].map(([id, amount]) => [id, amount / largest]));
}

function remembered<T>(compute: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const value = known.get(id) ?? compute(id);
    known.set(id, value);
    return value;
  };
}
