import type { Query, Table, VectorQuery } from '@lancedb/lancedb';
import { splitFilter } from './filter-sql.js';
import type { Generation } from './generation.js';
import type { ScoredId, SearchOptions } from './index-store.js';
import { loadLance } from './lance.js';
import { metadataCondition } from './metadata-filter.js';
import { readRows } from './query-rows.js';
import { allOf, isIn } from './sql.js';
import { analyzeQuery } from './text-analysis.js';
import { checkVector } from './vector-checks.js';
import { probes } from './vector-index.js';

/** How often a search is repeated with four times the results while equal scores straddle its end. */
const tieRounds = 4;

/** Exact below the size at which `compact` builds a vector index, approximate above it. */
export async function searchDense(
  generation: Generation,
  vector: Float32Array,
  options: SearchOptions,
): Promise<ScoredId[]> {
  checkVector(vector, generation.manifest.embedder.dimensions, 'of the query');
  const where = await conditionOf(generation, options);
  return bestByScore(options.limit, async (limit) => {
    const nearest = generation.chunks.query().nearestTo(vector).column('vector').distanceType('cosine');
    const query = withCondition(nearest, where).select(['id', '_distance']).limit(limit);
    // Given ids are compared one by one; a filter may leave partitions empty, so that more of them are opened (0: all).
    if (options.among !== undefined) query.bypassVectorIndex();
    else if (where === undefined) query.nprobes(probes);
    else query.maximumNprobes(0).minimumNprobes(probes);
    const rows = await readRows(query);
    return rows.map((row) => ({ id: row.text('id'), score: 1 - row.number('_distance') }));
  });
}

export async function searchLexical(generation: Generation, text: string, options: SearchOptions): Promise<ScoredId[]> {
  const terms = analyzeQuery(text);
  if (terms.length === 0) return [];
  const { MatchQuery } = await loadLance();
  const where = await conditionOf(generation, options);
  const uncovered = await uncoveredRows(generation.chunks);
  return bestByScore(options.limit, async (limit) => {
    const matching = generation.chunks.query().fullTextSearch(new MatchQuery(terms.join(' '), 'terms'));
    const query = withCondition(matching, where).select(['id', '_score']);
    const rows = await readRows(query.limit(limit + uncovered));
    return rows.map((row) => ({ id: row.text('id'), score: row.number('_score') }));
  });
}

/**
 * Rows that the full-text index does not cover yet. LanceDB 0.31 takes the first matches of those, not the best, so that
 * a search must ask for all of them.
 */
export async function uncoveredRows(chunks: Table): Promise<number> {
  return (await chunks.indexStats('terms_idx'))?.numUnindexedRows ?? 0;
}

function withCondition<Q extends Query | VectorQuery>(query: Q, where: string | undefined): Q {
  if (where !== undefined) query.where(where);
  return query;
}

async function conditionOf(generation: Generation, options: SearchOptions): Promise<string | undefined> {
  const { conditions, metadata } = splitFilter(options.filter ?? {});
  const all = [...conditions];
  if (options.among !== undefined) all.push(isIn('id', options.among));
  if (metadata.length > 0) all.push(await metadataCondition(generation, metadata));
  return allOf(all);
}

/**
 * The best `limit` results, equal scores ordered by id. Where equal scores straddle the end, which of them LanceDB
 * returns is chance, so that more are fetched until all are in view.
 */
async function bestByScore(limit: number, fetch: (limit: number) => Promise<ScoredId[]>): Promise<ScoredId[]> {
  if (limit < 1) return [];
  let wanted = limit + 1;
  for (let round = 1; ; round++) {
    const results = (await fetch(wanted)).sort(byScoreThenId);
    const isTied = results.length >= wanted && results[limit - 1]?.score === results.at(wanted - 1)?.score;
    if (!isTied || round === tieRounds) return results.slice(0, limit);
    wanted *= 4;
  }
}

function byScoreThenId(left: ScoredId, right: ScoredId): number {
  if (left.score !== right.score) return right.score - left.score;
  return left.id < right.id ? -1 : 1;
}
