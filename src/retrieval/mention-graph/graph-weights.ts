import type { NameEntry } from './mention-graph.js';

/** Names in more chunks than this, or than this share of them, are hubs: they tell nothing and are not walked. */
const hubChunks = 60;
const hubShare = 0.02;

/** Rarity of a name among the chunks. */
export function nameRarity({ mentions }: NameEntry, chunkCount: number): number {
  return Math.log(1 + chunkCount / (mentions.length + 1));
}

export function isHub({ mentions }: NameEntry, chunkCount: number): boolean {
  return mentions.length > Math.max(hubChunks, chunkCount * hubShare);
}

/** A name that comes often in a text counts more, but not in proportion. */
export function mentionWeight(count: number): number {
  return count === 1 ? 1 : 1 + Math.log(count);
}
