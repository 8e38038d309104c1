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
import type { Candidate, QuestionEvidence } from './candidate.js';
import { linksWithBest } from './candidate-links.js';
import { type ChainOptions, coverageChains } from './coverage-chains.js';
import { CoverageReader } from './coverage-reader.js';
import { partWeights } from './passage-coverage.js';
import { type QuestionProfile, questionProfile } from './question-profile.js';
import type { UnlinkedCandidate } from './standing.js';

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

/**
 * Walks from the pool along the mention graph, follows chains, and gathers what the ranker needs of each candidate. What
 * a search did not find itself is scored here: BM25 from the terms in the graph's rows, which takes no further search.
 * The pool gains scores, and never a chunk that its filter does not let pass.
 */
export async function gatherEvidence(
  query: string,
  pool: CandidatePool,
  options: GatherOptions,
): Promise<LinkedEvidence> {
  const asked = await readQuestion(query, pool, options);
  const { graph, profile, names } = asked;
  const walked = await walkFrom(pool, asked);
  const rankings = { ...walked, ...(await followChains(walked, asked)) };
  const chosen = chooseCandidates(pool, rankings);
  await graph.loadChunks(chosen);
  await asked.coverage.load(chosen);
  await pool.scoreDense(chosen);
  await scoreByTerms(
    pool,
    chosen.filter((id) => pool.dense.has(id)),
    asked,
  );
  const unlinked = chosen.flatMap((id) => unlinkedCandidate(id, pool, { ...asked, ...rankings }));
  const linkOf = await linksWithBest(unlinked, asked);
  const candidates = unlinked.map((candidate): Candidate => ({ ...candidate, links: linkOf(candidate.id) }));
  const rarities = new Map([...names.keys()].map((name) => [name, nameRarity(graph.name(name), profile.chunkCount)]));
  return { candidates, question: { profile, weights: asked.weights, names: rarities } };
}

/** A question as this index knows it. */
interface Asked {
  readonly graph: GraphView;
  readonly signal: AbortSignal | undefined;
  readonly profile: QuestionProfile;
  /** Names of the graph in the question, with their number of occurrences. */
  readonly names: ReadonlyMap<string, number>;
  /** Weights of `PassageCoverage.parts`. */
  readonly weights: readonly number[];
  readonly coverage: CoverageReader;
  /** Links of a chunk whose names have been loaded. */
  readonly linksOf: (id: string) => ReadonlyMap<string, number>;
}

async function readQuestion(
  query: string,
  pool: CandidatePool,
  { graph, vectors, signal }: GatherOptions,
): Promise<Asked> {
  await graph.refresh();
  const [profile, names] = await settleAll([
    questionProfile(query, graph, vectors),
    questionNames(query, graph),
    graph.loadChunks(pool.ids()),
  ]);
  signal?.throwIfAborted();
  await scoreByTerms(pool, pool.ids(), { graph, profile });
  return {
    graph,
    signal,
    profile,
    names,
    weights: partWeights(profile),
    coverage: new CoverageReader(profile, { graph, vectors }),
    linksOf: remembered((id) => neighbours(id, graph, { questionNames: names, chunkCount: profile.chunkCount })),
  };
}

/** BM25 of what the lexical search did not find; a chunk that the graph does not know yet takes a search. */
async function scoreByTerms(
  pool: CandidatePool,
  ids: readonly string[],
  { graph, profile }: Pick<Asked, 'graph' | 'profile'>,
): Promise<void> {
  for (const id of ids) {
    const terms = graph.chunk(id)?.terms;
    if (pool.lexical.has(id) || terms === undefined) continue;
    pool.lexical.set(id, bm25OfTerms(terms, profile, graph.averageTerms));
  }
  await pool.scoreLexical(ids);
}

interface Walked {
  /** Fused scores of the pool, 0 to 1. */
  readonly base: ReadonlyMap<string, number>;
  /** Share of the walk's mass. */
  readonly mass: ReadonlyMap<string, number>;
  /** Of the largest mass. */
  readonly walk: ReadonlyMap<string, number>;
  /** What chains may be made of. */
  readonly reach: ReadonlySet<string>;
}

async function walkFrom(pool: CandidatePool, { graph, names, profile, signal }: Asked): Promise<Walked> {
  const base = fitOf(pool);
  const mass = await walkGraph({ graph, base, names, chunkCount: profile.chunkCount, signal });
  const reach = new Set([...base.keys(), ...byValue(mass).slice(0, reachedByWalk)]);
  await graph.loadChunks(reach);
  return { base, mass, walk: shareOfLargest(mass), reach };
}

function fitOf(pool: CandidatePool): ReadonlyMap<string, number> {
  const fused = fusePool(pool);
  const highest = fused[0]?.score ?? 0;
  const lowest = fused.at(-1)?.score ?? 0;
  return new Map(fused.map(({ id, score }) => [id, (score - lowest) / (highest - lowest + 1e-9)]));
}

function shareOfLargest(mass: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const largest = [...mass.values()].reduce((high, amount) => Math.max(high, amount), 1e-12);
  return new Map([...mass].map(([id, amount]) => [id, amount / largest]));
}

interface Chained {
  /** Score of the best chain of two passages, and of three, that a chunk is part of. */
  readonly chain: ReadonlyMap<string, number>;
  readonly longChain: ReadonlyMap<string, number>;
}

async function followChains(walked: Walked, { graph, coverage, linksOf, weights }: Asked): Promise<Chained> {
  const { reach, walk } = walked;
  const seeds = await chainSeedsOf(walked, graph);
  const linked = seeds.flatMap((id) => [...linksOf(id).keys()].filter((other) => reach.has(other)));
  await coverage.load([...seeds, ...linked]);
  const chains: Omit<ChainOptions, 'hops'> = {
    seeds,
    linksOf,
    coverageOf: (id) => coverage.of(id)?.parts,
    walkOf: (id) => walk.get(id) ?? 0,
    weights,
  };
  return { chain: coverageChains({ ...chains, hops: 1 }), longChain: coverageChains({ ...chains, hops: 2 }) };
}

/** Chains begin at chunks that fit by themselves or that the walk favours; their names are loaded with them. */
async function chainSeedsOf({ reach, base, walk }: Walked, graph: GraphView): Promise<readonly string[]> {
  const score = (id: string) => (base.get(id) ?? 0) + seedWalkShare * (walk.get(id) ?? 0);
  const seeds = byValue(new Map([...reach].map((id) => [id, score(id)]))).slice(0, chainSeeds);
  const chunks = seeds.flatMap((id) => graph.chunk(id) ?? []);
  await graph.loadNames(chunks.flatMap(({ names, titles }) => [...names, ...titles]));
  return seeds;
}

type Rankings = Pick<Walked, 'base' | 'mass'> & Chained;

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
  { graph, coverage: reader, mass, chain, longChain }: Asked & Rankings,
): UnlinkedCandidate[] {
  const [lexical, dense] = [pool.lexical.get(id), pool.dense.get(id)];
  const [mentions, coverage] = [graph.chunk(id), reader.of(id)];
  if (lexical === undefined || dense === undefined || mentions === undefined || coverage === undefined) return [];
  const found = { walk: mass.get(id) ?? 0, chain: chain.get(id) ?? 0, longChain: longChain.get(id) ?? 0 };
  return [{ id, mentions, coverage, lexical, dense, ...found }];
}

function remembered<T>(compute: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const value = known.get(id) ?? compute(id);
    known.set(id, value);
    return value;
  };
}
