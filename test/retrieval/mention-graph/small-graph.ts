import { GraphView } from '../../../src/retrieval/mention-graph/graph-view.js';
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

/** A graph over an index in memory. */
export async function smallGraph(chunks: Readonly<Record<string, SmallChunk>>) {
  const index = new CountingIndex();
  await index.replaceMentions(
    Object.entries(chunks).map(([id, chunk]) => rowOf(id, chunk)),
    [],
  );
  const graph = new GraphView(index);
  await graph.refresh();
  return { index, graph };
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
