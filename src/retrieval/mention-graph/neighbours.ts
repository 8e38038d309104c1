import { nameRarity } from './graph-weights.js';
import type { MentionGraph, NameEntry } from './mention-graph.js';

/** Names that more chunks mention than this are no link between two of them. */
const sharingChunks = 30;
const mentioningChunks = 60;
/** Strength of a link by its kind: to what a name leads to, to who mentions this chunk's title, to who shares a name. */
const titledBy = 0.6;
const sharing = 0.5;
/** A name that the question itself holds brings nothing new. */
const knownName = 0.3;

/** A title that is an ordinary word, "Water", is mentioned everywhere: it leads there less surely than a rare name. */
const ordinaryShare = 0.4;

export interface NeighbourOptions {
  readonly questionNames: ReadonlyMap<number, number>;
  /** Number of chunks in the index. */
  readonly chunkCount: number;
}

/**
 * Chunks that a chunk is linked with: chunk → strength, 0 to 1. Links that many chunks share count less. Its names
 * and titles must have been loaded.
 */
export function neighbours(
  id: number,
  graph: MentionGraph,
  { questionNames, chunkCount }: NeighbourOptions,
): ReadonlyMap<number, number> {
  const links = new Map<number, number>();
  const chunk = graph.chunk(id);
  if (chunk === undefined) return links;
  const link = (other: number, strength: number) => {
    if (other !== id && strength > (links.get(other) ?? 0)) links.set(other, strength);
  };
  for (const name of chunk.names) {
    const news = questionNames.has(name) ? knownName : 1;
    const { targets, mentions } = graph.name(name);
    const ordinary = ordinaryShare + (1 - ordinaryShare) * rarityShare(graph.name(name), chunkCount);
    for (const other of targets) link(other, news * ordinary * spreadOver(targets.length));
    if (mentions.length > sharingChunks) continue;
    for (const other of mentions) link(other, news * sharing * spreadOver(mentions.length));
  }
  for (const title of chunk.titles) {
    const news = questionNames.has(title) ? knownName : 1;
    const { mentions } = graph.name(title);
    if (mentions.length > mentioningChunks) continue;
    for (const other of mentions) link(other, news * titledBy * spreadOver(mentions.length));
  }
  return links;
}

/** 1 for a name that one chunk mentions, less the more do. */
function rarityShare(entry: NameEntry, chunkCount: number): number {
  return Math.min(1, nameRarity(entry, chunkCount) / Math.log(1 + chunkCount / 2));
}

function spreadOver(count: number): number {
  return 1 / (1 + Math.log(count));
}
