import type { Generation } from './generation.js';
import { loadLance } from './lance.js';
import { uncoveredRows } from './search.js';

/** A term in more chunks than this is common; counting on would only cost time. */
const countLimit = 5_000;

/** In how many chunks each term occurs, up to `countLimit`, and the number of all chunks. */
export async function termFrequencies(
  { chunks }: Generation,
  terms: readonly string[],
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> {
  const { MatchQuery } = await loadLance();
  const limit = countLimit + (await uncoveredRows(chunks));
  const count = async (term: string): Promise<[string, number]> => {
    const query = chunks.query().fullTextSearch(new MatchQuery(term, 'terms')).select(['_score']).limit(limit);
    return [term, Math.min((await query.toArrow()).numRows, countLimit)];
  };
  const counts = await Promise.all([...new Set(terms)].map(count));
  return { counts: new Map(counts), total: await chunks.countRows() };
}
