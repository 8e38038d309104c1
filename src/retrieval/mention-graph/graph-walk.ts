import { largest } from '../largest.js';
import { isHub, mentionWeight, nameRarity } from './graph-weights.js';
import type { MentionGraph } from './mention-graph.js';
import { SparseSums } from './sparse-sums.js';

export interface WalkOptions {
  readonly graph: MentionGraph;
  /** How well each chunk fits the question by itself, 0 to 1. */
  readonly base: ReadonlyMap<number, number>;
  /** Names in the question, with their number of occurrences. */
  readonly names: ReadonlyMap<number, number>;
  readonly chunkCount: number;
  readonly signal?: AbortSignal | undefined;
}

/** Measured on the shared multi-hop sets: more rounds, seeds or names change nothing there. */
const rounds = 2;
const seedCount = 20;
const frontierChunks = 100;
const frontierNames = 300;
/** Seeds count by a power of their score: the first few are what the walk starts from. */
const seedPower = 3;
/** Half of the mass starts at the names of the question, where it has any. */
const nameShare = 0.5;
/** The walker returns to its start with this probability in each round. */
const restart = 0.5;
/** Share of a name's mass that goes to what it leads to; the rest goes to the chunks that mention it too. */
const targetShare = 0.85;
/** What a chunk outside the first hits receives of the mass that shared names give. */
const unknownFit = 0.1;

/**
 * Personalised PageRank over chunks and names from the first hits and the question's names (after HippoRAG, arXiv
 * 2405.14831, section 2.3, without a language model: names are titles and shared proper names). Few rounds over the
 * heaviest nodes only, so that it reads a bounded part of the graph.
 * @returns chunk → share of the walk's mass
 */
export async function walkGraph(options: WalkOptions): Promise<SparseSums> {
  const { graph, names, signal } = options;
  const fits = massOver(graph);
  for (const [chunk, fit] of options.base) fits.add(chunk, fit);
  await graph.loadNames(names.keys());
  const start = startOf(graph, seedsOf(options).scaleTo(1), spreadQuestion(options).scaleTo(1));
  let mass = start;
  for (let round = 0; round < rounds; round += 1) {
    signal?.throwIfAborted();
    mass = joined(graph, { first: start, share: restart }, await step(mass, { ...options, fits }));
  }
  return mass;
}

/** Chunks by falling mass, ties by id. */
export function heaviestChunks(mass: SparseSums, graph: MentionGraph, limit: number): number[] {
  return largest(mass.keys, { limit, scoreOf: (chunk) => mass.get(chunk), isBefore: graph.isBefore });
}

function seedsOf({ graph, base }: WalkOptions): SparseSums {
  const fitOf = (chunk: number) => base.get(chunk) ?? 0;
  const seeds = massOver(graph);
  for (const chunk of largest(base.keys(), { limit: seedCount, scoreOf: fitOf, isBefore: graph.isBefore })) {
    seeds.add(chunk, fitOf(chunk) ** seedPower);
  }
  return seeds;
}

function startOf(graph: MentionGraph, seeds: SparseSums, named: SparseSums): SparseSums {
  return named.keys.length === 0 ? seeds : joined(graph, { first: seeds, share: 1 - nameShare }, named);
}

function spreadQuestion({ graph, names, chunkCount }: WalkOptions): SparseSums {
  const into = massOver(graph);
  for (const [name, count] of names) {
    const mass = count * nameRarity(graph.name(name), chunkCount);
    spread({ graph, chunkCount, name, mass, into, fitOf: () => 1 });
  }
  return into;
}

interface StepOptions extends WalkOptions {
  /** The same as `base`: an array is read faster. */
  readonly fits: SparseSums;
}

async function step(mass: SparseSums, { graph, fits, chunkCount }: StepOptions): Promise<SparseSums> {
  const frontier = heaviestChunks(mass, graph, frontierChunks);
  await graph.loadChunks(frontier);
  await graph.loadNames(frontier.flatMap((chunk) => [...(graph.chunk(chunk)?.names ?? [])]));
  const ofNames = new SparseSums(graph.nameNumbers);
  for (const chunk of frontier) giveToNames(chunk, mass.get(chunk), { graph, chunkCount, into: ofNames });
  const isBefore = (a: number, b: number) => graph.nameKey(a) < graph.nameKey(b);
  const names = largest(ofNames.keys, { limit: frontierNames, scoreOf: (name) => ofNames.get(name), isBefore });
  const next = massOver(graph);
  const fitOf = (chunk: number) => unknownFit + fits.get(chunk);
  for (const name of names) spread({ graph, chunkCount, name, mass: ofNames.get(name), into: next, fitOf });
  return next.scaleTo(1);
}

interface Giving {
  readonly graph: MentionGraph;
  readonly chunkCount: number;
  readonly into: SparseSums;
}

function giveToNames(id: number, amount: number, { graph, chunkCount, into }: Giving): void {
  const chunk = graph.chunk(id);
  if (chunk === undefined) return;
  const weights = Array.from(chunk.names, (name, at) => {
    const entry = graph.name(name);
    const leading = entry.targets.length > 0 ? 2 : 1;
    return mentionWeight(chunk.counts[at] ?? 1) * nameRarity(entry, chunkCount) * leading;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return;
  for (const [at, weight] of weights.entries()) into.add(chunk.names[at] ?? 0, (amount * weight) / total);
}

interface Spreading extends Giving {
  readonly name: number;
  readonly mass: number;
  readonly fitOf: (chunk: number) => number;
}

function spread({ graph, chunkCount, name, mass, into, fitOf }: Spreading): void {
  const entry = graph.name(name);
  const { mentions, counts, targets } = entry;
  const share = targets.length === 0 ? 0 : mentions.length === 0 ? 1 : targetShare;
  for (const chunk of targets) into.add(chunk, (mass * share) / targets.length);
  if (isHub(entry, chunkCount)) return;
  let total = 0;
  for (const count of counts) total += mentionWeight(count);
  for (let at = 0; at < mentions.length; at += 1) {
    const chunk = mentions[at] as number;
    into.add(chunk, ((mass * (1 - share) * mentionWeight(counts[at] ?? 1)) / total) * fitOf(chunk));
  }
}

function massOver(graph: MentionGraph): SparseSums {
  return new SparseSums(graph.chunkNumbers);
}

interface FirstPart {
  readonly first: SparseSums;
  readonly share: number;
}

function joined(graph: MentionGraph, { first, share }: FirstPart, second: SparseSums): SparseSums {
  const sum = massOver(graph);
  sum.addAll(first, share);
  sum.addAll(second, 1 - share);
  return sum;
}
