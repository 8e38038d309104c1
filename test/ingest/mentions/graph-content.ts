import type { ChunkMentions, IndexWriter, NameUses } from '../../../src/store/index-store.js';

export interface GraphContent {
  readonly rows: readonly ChunkMentions[];
  readonly uses: NameUses;
}

/** All that an index's mention graph holds, in order: equal graphs have equal content, however they came to be. */
export async function graphContent(writer: IndexWriter): Promise<GraphContent> {
  const { rows: named } = await writer.mentionState();
  const candidates = new Map(named.map((row) => [row.id, row.candidates]));
  const found = await writer.getMentions([...candidates.keys()]);
  const rows = found.map((row) => ({ ...row, candidates: candidates.get(row.id) ?? [] })).sort(byId);
  const names = new Set(rows.flatMap((row) => [...row.names, ...row.titles, ...row.candidates]));
  const { mentions, targets } = await writer.findMentions([...names]);
  return { rows, uses: { mentions: [...mentions].sort(byNameAndId), targets: [...targets].sort(byNameAndId) } };
}

/** Name → ids of the chunks that mention it. */
export function mentioning({ uses }: GraphContent, name: string): string[] {
  return uses.mentions.filter((use) => use.name === name).map(({ id }) => id);
}

/** Name → ids of the chunks that it leads to. */
export function leadingTo({ uses }: GraphContent, name: string): string[] {
  return uses.targets.filter((use) => use.name === name).map(({ id }) => id);
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1;
}

function byNameAndId(left: { readonly name: string; readonly id: string }, right: typeof left): number {
  if (left.name === right.name) return byId(left, right);
  return left.name < right.name ? -1 : 1;
}
