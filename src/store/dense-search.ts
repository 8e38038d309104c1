import type { Generation } from './generation.js';
import type { ScoredId, SearchOptions } from './index-store.js';
import { readRows } from './query-rows.js';
import { bestByScore } from './ranking.js';
import { conditionOf } from './search-condition.js';
import { checkVector } from './vector-checks.js';
import { probes } from './vector-index.js';

/** Exact below the size at which `compact` builds a vector index, approximate above it. */
export async function searchDense(
  generation: Generation,
  vector: Float32Array,
  options: SearchOptions,
): Promise<ScoredId[]> {
  checkVector(vector, generation.manifest.embedder.dimensions, 'of the query');
  const where = await conditionOf(generation, options);
  return bestByScore(options.limit, async (limit) => {
    const query = generation.chunks.query().nearestTo(vector).column('vector').distanceType('cosine');
    query.select(['id', '_distance']).limit(limit);
    if (where !== undefined) query.where(where);
    // Given ids are compared one by one; a filter may leave partitions empty, so that more of them are opened (0: all).
    if (options.among !== undefined) query.bypassVectorIndex();
    else if (where === undefined) query.nprobes(probes);
    else query.maximumNprobes(0).minimumNprobes(probes);
    const rows = await readRows(query);
    return rows.map((row) => ({ id: row.text('id'), score: 1 - row.number('_distance') }));
  });
}
