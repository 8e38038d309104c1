import { settleAll } from '../../core/settle-all.js';
import type { TokenVectors } from '../../models/token-vectors.js';
import type { CandidatePool } from '../candidate-pool.js';
import { fusePool } from '../hybrid-retriever.js';
import { largest } from '../largest.js';
import type { GraphView } from '../mention-graph/graph-view.js';
import { heaviestChunks, walkGraph } from '../mention-graph/graph-walk.js';
import { nameRarity } from '../mention-graph/graph-weights.js';
import type { MentionGraph } from '../mention-graph/mention-graph.js';
import { neighbours } from '../mention-graph/neighbours.js';
import { questionNames } from '../mention-graph/question-names.js';
import type { SparseSums } from '../mention-graph/sparse-sums.js';
import { bm25OfTerms } from './bm25-of-terms.js';
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
export async function gatherEvidence(asked: Asked, pool: CandidatePool): Promise<LinkedEvidence> {
  const { graph, profile, names, signal } = asked;
  await graph.loadChunks(pool.ids().map((id) => graph.chunkNumber(id)));
  signal?.throwIfAborted();
  await scoreByTerms(pool, pool.ids(), asked);
  const walked = await walkFrom(pool, asked);
  const rankings = { graph, ...walked, ...(await followChains(walked, asked)) };
  const chosen = chooseCandidates(pool, rankings);
  await graph.loadChunks(chosen);
  await asked.coverage.load(chosen);
  const ids = chosen.map((chunk) => graph.chunkId(chunk));
  await pool.scoreDense(ids);
  await scoreByTerms(
    pool,
    ids.filter((id) => pool.dense.has(id)),
    asked,
  );
  const unlinked = chosen.flatMap((chunk) => unlinkedCandidate(chunk, pool, { ...asked, ...rankings }));
  const linkOf = await linksWithBest(unlinked, asked);
  const candidates = unlinked.map((candidate): Candidate => ({ ...candidate, links: linkOf(candidate.chunk) }));
  const rarities = new Map([...names.keys()].map((name) => [name, nameRarity(graph.name(name), profile.chunkCount)]));
  return { candidates, question: { profile, weights: asked.weights, names: rarities } };
}

/** A question as this index knows it. */
export interface Asked {
  readonly graph: MentionGraph;
  readonly signal: AbortSignal | undefined;
  readonly profile: QuestionProfile;
  /** Names of the graph in the question, with their number of occurrences. */
  readonly names: ReadonlyMap<number, number>;
  /** Weights of `PassageCoverage.parts`. */
  readonly weights: readonly number[];
  readonly coverage: CoverageReader;
  /** Links of a chunk whose names have been loaded. */
  readonly linksOf: (chunk: number) => ReadonlyMap<number, number>;
}

/** Needs no search: it can be done while searches run. */
export async function readQuestion(query: string, { graph: view, vectors, signal }: GatherOptions): Promise<Asked> {
  const graph = await view.current();
  const [profile, names] = await settleAll([questionProfile(query, graph, vectors), questionNames(query, graph)]);
  return {
    graph,
    signal,
    profile,
    names,
    weights: partWeights(profile),
    coverage: new CoverageReader(profile, { graph, vectors }),
    linksOf: remembered((chunk) => neighbours(chunk, graph, { questionNames: names, chunkCount: profile.chunkCount })),
  };
}

/** BM25 of what the lexical search did not find; a chunk that the graph does not know yet takes a search. */
async function scoreByTerms(
  pool: CandidatePool,
  ids: readonly string[],
  { graph, profile }: Pick<Asked, 'graph' | 'profile'>,
): Promise<void> {
  for (const id of ids) {
    if (pool.lexical.has(id)) continue;
    const terms = graph.chunk(graph.chunkNumber(id))?.terms;
    if (terms !== undefined) pool.lexical.set(id, bm25OfTerms(terms, profile, graph.averageTerms));
  }
  await pool.scoreLexical(ids);
}

interface Walked {
  /** Fused scores of the pool, 0 to 1. */
  readonly base: ReadonlyMap<number, number>;
  /** Share of the walk's mass. */
  readonly mass: SparseSums;
  /** The largest mass. */
  readonly heaviest: number;
  /** What chains may be made of. */
  readonly reach: ReadonlySet<number>;
}

async function walkFrom(pool: CandidatePool, { graph, names, profile, signal }: Asked): Promise<Walked> {
  const base = fitOf(pool, graph);
  const mass = await walkGraph({ graph, base, names, chunkCount: profile.chunkCount, signal });
  const reached = heaviestChunks(mass, graph, reachedByWalk);
  const reach = new Set([...base.keys(), ...reached]);
  await graph.loadChunks(reach);
  return { base, mass, heaviest: Math.max(1e-12, mass.get(reached[0] ?? -1)), reach };
}

function fitOf(pool: CandidatePool, graph: MentionGraph): ReadonlyMap<number, number> {
  const fused = fusePool(pool);
  const highest = fused[0]?.score ?? 0;
  const lowest = fused.at(-1)?.score ?? 0;
  return new Map(fused.map(({ id, score }) => [graph.chunkNumber(id), (score - lowest) / (highest - lowest + 1e-9)]));
}

interface Chained {
  /** Score of the best chain of two passages, and of three, that a chunk is part of. */
  readonly chain: ReadonlyMap<number, number>;
  readonly longChain: ReadonlyMap<number, number>;
}

async function followChains(walked: Walked, { graph, coverage, linksOf, weights }: Asked): Promise<Chained> {
  const { reach, mass, heaviest } = walked;
  const seeds = await chainSeedsOf(walked, graph);
  const linked = seeds.flatMap((chunk) => [...linksOf(chunk).keys()].filter((other) => reach.has(other)));
  await coverage.load([...seeds, ...linked]);
  const chains: Omit<ChainOptions, 'hops'> = {
    seeds,
    linksOf,
    coverageOf: (chunk) => coverage.of(chunk)?.parts,
    walkOf: (chunk) => mass.get(chunk) / heaviest,
    weights,
    isBefore: graph.isBefore,
  };
  return { chain: coverageChains({ ...chains, hops: 1 }), longChain: coverageChains({ ...chains, hops: 2 }) };
}

/** Chains begin at chunks that fit by themselves or that the walk favours; their names are loaded with them. */
async function chainSeedsOf({ reach, base, mass, heaviest }: Walked, graph: MentionGraph): Promise<readonly number[]> {
  const scoreOf = (chunk: number) => (base.get(chunk) ?? 0) + (seedWalkShare * mass.get(chunk)) / heaviest;
  const seeds = largest(reach, { limit: chainSeeds, scoreOf, isBefore: graph.isBefore });
  const chunks = seeds.flatMap((chunk) => graph.chunk(chunk) ?? []);
  await graph.loadNames(chunks.flatMap(({ names, titles }) => [...names, ...titles]));
  return seeds;
}

type Rankings = Pick<Walked, 'base' | 'mass'> & Chained & { readonly graph: MentionGraph };

function chooseCandidates(pool: CandidatePool, { graph, base, mass, chain, longChain }: Rankings): readonly number[] {
  const { isBefore } = graph;
  const best = (scores: ReadonlyMap<number, number>, limit: number) =>
    largest(scores.keys(), { limit, scoreOf: (chunk) => scores.get(chunk) ?? 0, isBefore });
  const found = (scores: ReadonlyMap<string, number>) =>
    new Map([...scores].map(([id, score]) => [graph.chunkNumber(id), score]));
  const lexical = found(pool.lexical);
  return [
    ...new Set([
      ...best(base, counts.fused),
      ...best(lexical, counts.lexical).filter((chunk) => (lexical.get(chunk) ?? 0) > 0),
      ...best(found(pool.dense), counts.dense),
      ...heaviestChunks(mass, graph, counts.walk),
      ...best(chain, counts.chain),
      ...best(longChain, counts.longChain),
    ]),
  ];
}

/** Nothing for a chunk that the filter does not let pass, or that the graph does not know yet. */
function unlinkedCandidate(
  chunk: number,
  pool: CandidatePool,
  { graph, coverage: reader, mass, chain, longChain }: Asked & Rankings,
): UnlinkedCandidate[] {
  const id = graph.chunkId(chunk);
  const [lexical, dense] = [pool.lexical.get(id), pool.dense.get(id)];
  const [mentions, coverage] = [graph.chunk(chunk), reader.of(chunk)];
  if (lexical === undefined || dense === undefined || mentions === undefined || coverage === undefined) return [];
  const linked = { walk: mass.get(chunk), chain: chain.get(chunk) ?? 0, longChain: longChain.get(chunk) ?? 0 };
  return [{ id, chunk, mentions, coverage, lexical, dense, ...linked }];
}

function remembered<T>(compute: (chunk: number) => T): (chunk: number) => T {
  const known = new Map<number, T>();
  return (chunk) => {
    const value = known.get(chunk) ?? compute(chunk);
    known.set(chunk, value);
    return value;
  };
}
