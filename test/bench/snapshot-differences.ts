import type { IndexSnapshot } from '../ingest/index-snapshot.js';

/** The same text encoded in another batch differs in the last bits. */
const vectorTolerance = 1e-4;

/** In what two snapshots differ, in words; nothing for equal ones. */
export function snapshotDifferences(actual: IndexSnapshot, expected: IndexSnapshot): string[] {
  const found: string[] = [];
  for (const table of ['documents', 'pages', 'chunks', 'mentions'] as const) {
    const [left, right] = [actual[table], expected[table]].map((rows) => rows.map((row) => JSON.stringify(row)));
    const repeated = (left?.length ?? 0) - new Set(left).size;
    const [missing, extra] = [without(right, left), without(left, right)];
    if (repeated > 0) found.push(`${repeated} ${table} stand there twice`);
    if (missing.length > 0) found.push(`${missing.length} ${table} are missing: ${missing[0]?.slice(0, 100)}`);
    if (extra.length > 0) found.push(`${extra.length} ${table} should not be there: ${extra[0]?.slice(0, 100)}`);
  }
  if (found.length === 0 && !areNear(actual.vectors, expected.vectors)) found.push('vectors differ');
  return found;
}

function without(rows: readonly string[] = [], others: readonly string[] = []): string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row));
}

function areNear(left: readonly Float32Array[], right: readonly Float32Array[]): boolean {
  return left.every((vector, row) =>
    vector.every((value, column) => Math.abs(value - (right[row]?.[column] ?? Number.NaN)) <= vectorTolerance),
  );
}
