/** Padded batches of a contextual encoder gain nothing above this many rows (library notes, section 3). */
const contextualRows = 8;
/** A static encoder's batch costs one gather per token: bounded by memory, not by rows. */
const staticTokens = 16_384;

/** Indices of `rows` in batches of rows of like length, so that little is padded. */
export function batchesByLength(rows: readonly (readonly number[])[], isStatic: boolean): number[][] {
  const order = rows.map((_, index) => index).sort((a, b) => (rows[a]?.length ?? 0) - (rows[b]?.length ?? 0));
  const batches: number[][] = [];
  let current: number[] = [];
  for (const index of order) {
    const width = Math.max(1, rows[index]?.length ?? 0);
    const isFull = isStatic ? (current.length + 1) * width > staticTokens : current.length >= contextualRows;
    if (isFull && current.length > 0) {
      batches.push(current);
      current = [];
    }
    current.push(index);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
