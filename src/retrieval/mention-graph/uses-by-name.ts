import type { IntegerLists, MentionColumns } from '../../store/index-store.js';

export function listAt({ offsets, values }: IntegerLists, row: number): Int32Array {
  return values.subarray(offsets[row], offsets[row + 1]);
}

interface UsesOptions {
  /** Rows by number of their chunk. */
  readonly order: readonly number[];
  readonly names: number;
}

/** The rows turned round: for each name its chunks. */
export function usesByName({ names, counts, targets }: MentionColumns, { order, names: size }: UsesOptions) {
  const mentions = turned(names, { order, names: size });
  const ofMentions = new Int32Array(mentions.values.length);
  for (let at = 0; at < ofMentions.length; at += 1) ofMentions[at] = counts.values[mentions.sources[at] ?? 0] ?? 1;
  return { mentions: { ...mentions, counts: ofMentions }, targets: turned(targets, { order, names: size }) };
}

/** A counting sort; `sources` says at which position of the lists each value stood. */
function turned({ offsets, values }: IntegerLists, { order, names }: UsesOptions) {
  const starts = new Int32Array(names + 1);
  for (const name of values) starts[name + 1] = (starts[name + 1] ?? 0) + 1;
  for (let name = 0; name < names; name += 1) starts[name + 1] = (starts[name + 1] ?? 0) + (starts[name] ?? 0);
  const [next, chunks, sources] = [starts.slice(), new Int32Array(values.length), new Int32Array(values.length)];
  for (const [chunk, row] of order.entries()) {
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at += 1) {
      const name = values[at] ?? 0;
      const place = next[name] ?? 0;
      next[name] = place + 1;
      chunks[place] = chunk;
      sources[place] = at;
    }
  }
  return { offsets: starts, values: chunks, sources };
}
