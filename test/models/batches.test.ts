import { describe, expect, it } from 'vitest';
import { batchesByLength } from '../../src/models/batches.js';

const rowsOf = (...lengths: readonly number[]) => lengths.map((length) => Array.from({ length }, () => 1));
const widest = (rows: readonly (readonly number[])[], batch: readonly number[]) =>
  Math.max(...batch.map((index) => rows[index]?.length ?? 0));

describe('batchesByLength', () => {
  const rows = rowsOf(300, 12, 90, 14, 128, 88, 512, 0, 128, 13);

  it('puts every row into one batch', () => {
    expect(
      batchesByLength(rows, false)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(rows.map((_, index) => index));
  });

  it('keeps a contextual batch within 256 tokens, padding included, but for a row that is longer alone', () => {
    const batches = batchesByLength(rows, false);
    for (const batch of batches) {
      expect(batch.length === 1 || batch.length * widest(rows, batch) <= 256).toBe(true);
    }
    expect(batches).toContainEqual([0]);
    expect(batches).toContainEqual([4, 8]);
  });

  it('puts rows of like length together', () => {
    const lengths = batchesByLength(rows, false).flatMap((batch) => batch.map((index) => rows[index]?.length));
    expect(lengths).toEqual([0, 12, 13, 14, 88, 90, 128, 128, 300, 512]);
  });

  it('gives a static encoder thousands of tokens at once', () => {
    expect(batchesByLength(rows, true)).toHaveLength(1);
  });
});
