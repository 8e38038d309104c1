import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
import type { MentionGraph } from '../../../src/retrieval/mention-graph/mention-graph.js';
import type { ChunkMentions } from '../../../src/store/index-store.js';
import { mentionsOf } from '../../fakes/index-records.js';
import { MemoryIndex } from '../../fakes/memory-index.js';

/** A chunk in short: what leads to it, and what it mentions (once, or as often as given). */
export interface SmallChunk {
  readonly titles?: readonly string[];
  readonly mentions?: readonly string[] | Readonly<Record<string, number>>;
}

export function rowOf(id: string, { titles = [], mentions = {} }: SmallChunk): ChunkMentions {
  const counted = Array.isArray(mentions) ? mentions.map((name: string) => [name, 1]) : Object.entries(mentions);
  const pairs = counted as readonly (readonly [string, number])[];
  const names = pairs.map(([name]) => name);
  return mentionsOf(id, { titles, targets: titles, names, counts: Int32Array.from(pairs, ([, count]) => count) });
}

/** A graph over an index in memory, read by key as a large one is, or whole. */
export async function smallGraph(
  chunks: Readonly<Record<string, SmallChunk>>,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
) {
  const index = new CountingIndex();
  await index.replaceMentions(
    Object.entries(chunks).map(([id, chunk]) => rowOf(id, chunk)),
    [],
  );
  const view = new GraphView(index, isWhole ? {} : { wholeChunks: 0 });
  return { index, view, graph: await view.current() };
}

/** Chunks that the graph knows, by their ids. */
export function chunksOf(graph: MentionGraph, ids: readonly string[]): number[] {
  return ids.map((id) => graph.chunkNumber(id));
}

export function idsOf(graph: MentionGraph, chunks: Iterable<number>): string[] {
  return Array.from(chunks, (chunk) => graph.chunkId(chunk));
}

/** Values by chunk, by id. */
export function byId(graph: MentionGraph, values: Iterable<readonly [number, number]>): Map<string, number> {
  return new Map(Array.from(values, ([chunk, value]) => [graph.chunkId(chunk), value]));
}

/** What the graph knows of a name, loaded. */
export async function nameOf(graph: MentionGraph, key: string) {
  const number = (await graph.findNames([key])).get(key);
  const { mentions, counts, targets } = graph.name(number ?? -1);
  return {
    mentions: idsOf(graph, mentions).map((id, at) => ({ id, count: counts[at] ?? 0 })),
    targets: idsOf(graph, targets),
  };
}

/** Names of a chunk, by key. */
export async function namesOf(graph: MentionGraph, id: string): Promise<string[] | undefined> {
  const chunk = graph.chunkNumber(id);
  await graph.loadChunks([chunk]);
  const names = graph.chunk(chunk)?.names;
  return names === undefined ? undefined : Array.from(names, (name) => graph.nameKey(name));
}

/** Remembers what it was asked for. */
export class CountingIndex extends MemoryIndex {
  readonly chunksAsked: string[][] = [];
  readonly namesAsked: string[][] = [];
  readonly termsAsked: string[][] = [];

  override async getMentions(ids: readonly string[]) {
    this.chunksAsked.push([...ids].sort());
    return super.getMentions(ids);
  }

  override async findMentions(names: readonly string[]) {
    this.namesAsked.push([...names].sort());
    return super.findMentions(names);
  }

  override async termFrequencies(terms: readonly string[]) {
    this.termsAsked.push([...terms].sort());
    return super.termFrequencies(terms);
  }
}
