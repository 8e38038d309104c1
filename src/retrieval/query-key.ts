import { analyzeQuery } from '../store/text-analysis.js';

/** Equal for queries that search for the same words, in whatever order and form. */
export function queryKey(query: string): string {
  return [...new Set(analyzeQuery(query))].sort().join(' ') || query.trim();
}
