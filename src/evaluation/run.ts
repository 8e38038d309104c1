export interface ScoredDocument {
  readonly id: string;
  readonly score: number;
}

/** Query id → what was found for it. */
export type Run = ReadonlyMap<string, readonly ScoredDocument[]>;

/**
 * Gives a ranking scores that trec_eval sorts into the same order: it keeps scores as 32-bit floats and breaks ties by
 * document id, so each score is made lower than the one before it in that precision.
 */
export function withFallingScores(ranking: readonly ScoredDocument[]): ScoredDocument[] {
  let last = Number.POSITIVE_INFINITY;
  return ranking.map(({ id, score }) => {
    const rounded = Math.fround(score);
    last = rounded < last ? rounded : nextBelow(last);
    return { id, score: last };
  });
}

/** Document ids in trec_eval's order: score as a 32-bit float, highest first; ties by id, last in byte order first. */
export function trecOrder(documents: readonly ScoredDocument[]): string[] {
  const sorted = documents.map(({ id, score }) => ({ id, score: Math.fround(score) }));
  sorted.sort((a, b) => b.score - a.score || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id)));
  return sorted.map(({ id }) => id);
}

/** The next lower 32-bit float of a finite one: in its bits, one step towards minus infinity. */
function nextBelow(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value === 0 ? 0 : value);
  const bits = view.getInt32(0);
  if (bits === 0) view.setUint32(0, 0x8000_0001);
  else view.setInt32(0, bits > 0 ? bits - 1 : bits + 1);
  return view.getFloat32(0);
}
