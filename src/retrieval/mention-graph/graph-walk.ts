import type { GraphView } from './graph-view.js';
import { isHub, mentionWeight, nameRarity } from './graph-weights.js';

export interface WalkOptions {
  readonly graph: GraphView;
  /** How well each chunk fits the question by itself, 0 to 1. */
  readonly base: ReadonlyMap<string, number>;
  /** Names in the question, with their number of occurrences. */
  readonly names: ReadonlyMap<string, number>;
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

type Mass = Map<string, number>;

/**
 * Personalised PageRank over chunks and names from the first hits and the question's names (after HippoRAG, arXiv
 * 2405.14831, section 2.3, without a language model: names are titles and shared proper names). Few rounds over the
 * heaviest nodes only, so that it reads a bounded part of the graph.
 * @returns chunk id → share of the walk's mass
 */
export async function walkGraph(options: WalkOptions): Promise<ReadonlyMap<string, number>> {
  const { graph, names, signal } = options;
  const seeds = heaviest(options.base, seedCount).map(([id, score]): [string, number] => [id, score ** seedPower]);
  await graph.loadNames(names.keys());
  const start = startOf(scaled(new Map(seeds), 1), scaled(spreadQuestion(options), 1));
  let mass = start;
  for (let round = 0; round < rounds; round += 1) {
    signal?.throwIfAborted();
    mass = joined(start, restart, await step(mass, options), 1 - restart);
  }
  return mass;
}

function startOf(seeds: Mass, named: Mass): Mass {
  return named.size === 0 ? seeds : joined(seeds, 1 - nameShare, named, nameShare);
}

function spreadQuestion({ graph, names, chunkCount }: WalkOptions): Mass {
  const into: Mass = new Map();
  for (const [name, count] of names) {
    const mass = count * nameRarity(graph.name(name), chunkCount);
    spread({ graph, chunkCount, name, mass, into, fitOf: () => 1 });
  }
  return into;
}

async function step(mass: Mass, { graph, base, chunkCount }: WalkOptions): Promise<Mass> {
  const frontier = heaviest(mass, frontierChunks);
  await graph.loadChunks(frontier.map(([id]) => id));
  await graph.loadNames(frontier.flatMap(([id]) => graph.chunk(id)?.names ?? []));
  const ofNames: Mass = new Map();
  for (const [id, amount] of frontier) giveToNames(id, amount, { graph, chunkCount, into: ofNames });
  const next: Mass = new Map();
  const fitOf = (id: string) => unknownFit + (base.get(id) ?? 0);
  for (const [name, amount] of heaviest(ofNames, frontierNames)) {
    spread({ graph, chunkCount, name, mass: amount, into: next, fitOf });
  }
  return scaled(next, 1);
}

interface Giving {
  readonly graph: GraphView;
  readonly chunkCount: number;
  readonly into: Mass;
}

function giveToNames(id: string, amount: number, { graph, chunkCount, into }: Giving): void {
  const chunk = graph.chunk(id);
  if (chunk === undefined) return;
  const weights = chunk.names.map((name, at) => {
    const entry = graph.name(name);
    const leading = entry.targets.length > 0 ? 2 : 1;
    return mentionWeight(chunk.counts[at] ?? 1) * nameRarity(entry, chunkCount) * leading;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return;
  for (const [at, name] of chunk.names.entries()) add(into, name, (amount * (weights[at] ?? 0)) / total);
}

interface Spreading extends Giving {
  readonly name: string;
  readonly mass: number;
  readonly fitOf: (id: string) => number;
}

function spread({ graph, chunkCount, name, mass, into, fitOf }: Spreading): void {
  const entry = graph.name(name);
  const { mentions, targets } = entry;
  const share = targets.length === 0 ? 0 : mentions.length === 0 ? 1 : targetShare;
  for (const id of targets) add(into, id, (mass * share) / targets.length);
  if (isHub(entry, chunkCount)) return;
  const total = mentions.reduce((sum, { count }) => sum + mentionWeight(count), 0);
  for (const { id, count } of mentions) {
    add(into, id, ((mass * (1 - share) * mentionWeight(count)) / total) * fitOf(id));
  }
}

/** The largest amounts, largest first, ties by key. */
function heaviest(mass: ReadonlyMap<string, number>, limit: number): [string, number][] {
  const sorted = [...mass].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return sorted.slice(0, limit).filter(([, amount]) => amount > 0);
}

function scaled(mass: Mass, total: number): Mass {
  const sum = [...mass.values()].reduce((all, amount) => all + amount, 0);
  return sum === 0 ? new Map() : new Map([...mass].map(([key, amount]) => [key, (amount / sum) * total]));
}

function joined(a: Mass, weightA: number, b: Mass, weightB: number): Mass {
  const sum: Mass = new Map();
  for (const [key, amount] of a) add(sum, key, amount * weightA);
  for (const [key, amount] of b) add(sum, key, amount * weightB);
  return sum;
}

function add(mass: Mass, key: string, amount: number): void {
  mass.set(key, (mass.get(key) ?? 0) + amount);
}
