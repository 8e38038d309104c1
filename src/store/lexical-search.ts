import type { Query, Table } from '@lancedb/lancedb';
import { type AnalysedChunk, bm25 } from './bm25.js';
import type { Generation } from './generation.js';
import type { ScoredId, SearchOptions } from './index-store.js';
import { loadLance } from './lance.js';
import { readRows } from './query-rows.js';
import { bestByScore } from './ranking.js';
import { conditionOf } from './search-condition.js';
import { analyzeQuery } from './text-analysis.js';

/**
 * LanceDB 0.31 searches rows that its full-text index does not cover yet in a way of its own: it takes the first matches
 * instead of the best, and counts a term's occurrences as documents, so that a term that occurs more often than there
 * are rows finds nothing. Where more than this share is not covered, a small index is searched by reading it all.
 */
const toleratedShare = 0.1;
/** Reading and scoring 2,000 chunks takes 80 ms (measured, busy); the writer of more brings its index up to date. */
export const readableRows = 2_000;
/** A term in more chunks than this is common; counting on would only cost time. */
const countLimit = 5_000;

interface Coverage {
  readonly rows: number;
  readonly uncovered: number;
}

export async function searchLexical(generation: Generation, text: string, options: SearchOptions): Promise<ScoredId[]> {
  const terms = analyzeQuery(text);
  if (terms.length === 0) return [];
  const { chunks } = generation;
  const where = await conditionOf(generation, options);
  const coverage = await coverageOf(chunks);
  if (isReadWhole(coverage)) {
    const scored = bm25(terms, await readTerms(chunks));
    const allowed = where === undefined ? undefined : await idsWhere(chunks, where);
    const passing = scored.filter(({ id }) => allowed === undefined || allowed.has(id));
    return bestByScore(options.limit, async () => passing);
  }
  return bestByScore(options.limit, async (limit) => {
    const found = await match(chunks, terms, { limit: limit + coverage.uncovered, where });
    if (coverage.uncovered === 0 || found.length >= limit) return found;
    return withCovered(found, await match(chunks, terms, { limit, where, isCoveredOnly: true }));
  });
}

/** In how many chunks each term occurs, up to `countLimit`, and the number of all chunks. */
export async function termFrequencies(
  { chunks }: Generation,
  terms: readonly string[],
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> {
  const coverage = await coverageOf(chunks);
  const distinct = [...new Set(terms)];
  if (isReadWhole(coverage)) {
    const present = (await readTerms(chunks)).map((chunk) => new Set(chunk.terms));
    const count = (term: string) => present.filter((each) => each.has(term)).length;
    return { counts: new Map(distinct.map((term) => [term, count(term)])), total: coverage.rows };
  }
  const limit = countLimit + coverage.uncovered;
  const count = async (term: string): Promise<[string, number]> => {
    const all = await countMatches(chunks, term, { limit });
    const covered = coverage.uncovered === 0 ? all : await countMatches(chunks, term, { limit, isCoveredOnly: true });
    return [term, Math.min(Math.max(all, covered), countLimit)];
  };
  return { counts: new Map(await Promise.all(distinct.map(count))), total: coverage.rows };
}

export async function coverageOf(chunks: Table): Promise<Coverage> {
  const statistics = await chunks.indexStats('terms_idx');
  const rows = await chunks.countRows();
  return { rows, uncovered: statistics?.numUnindexedRows ?? rows };
}

export function isReadWhole({ rows, uncovered }: Coverage): boolean {
  return rows <= readableRows && uncovered > rows * toleratedShare;
}

interface MatchOptions {
  readonly limit: number;
  readonly where?: string | undefined;
  readonly isCoveredOnly?: boolean;
}

async function match(chunks: Table, terms: readonly string[], options: MatchOptions): Promise<ScoredId[]> {
  const query = await matchQuery(chunks, terms, options);
  const rows = await readRows(query.select(['id', '_score']));
  return rows.map((row) => ({ id: row.text('id'), score: row.number('_score') }));
}

async function countMatches(chunks: Table, term: string, options: MatchOptions): Promise<number> {
  const query = await matchQuery(chunks, [term], options);
  return (await query.select(['_score']).toArrow()).numRows;
}

async function matchQuery(chunks: Table, terms: readonly string[], options: MatchOptions): Promise<Query> {
  const { MatchQuery } = await loadLance();
  const query = chunks
    .query()
    .fullTextSearch(new MatchQuery(terms.join(' '), 'terms'))
    .limit(options.limit);
  if (options.where !== undefined) query.where(options.where);
  return options.isCoveredOnly === true ? query.fastSearch() : query;
}

function withCovered(found: readonly ScoredId[], covered: readonly ScoredId[]): ScoredId[] {
  const known = new Set(found.map(({ id }) => id));
  return [...found, ...covered.filter(({ id }) => !known.has(id))];
}

async function readTerms(chunks: Table): Promise<AnalysedChunk[]> {
  const rows = await readRows(chunks.query().select(['id', 'terms']));
  return rows.map((row) => ({ id: row.text('id'), terms: row.text('terms').split(' ') }));
}

async function idsWhere(chunks: Table, where: string): Promise<Set<string>> {
  const rows = await readRows(chunks.query().where(where).select(['id']));
  return new Set(rows.map((row) => row.text('id')));
}
