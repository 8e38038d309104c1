import type { Hit } from '../core/hit.js';
import { inSpan, type Span } from '../core/trace.js';
import { hitAttributes, queryContent, searchSpan } from '../core/trace-attributes.js';
import type { SearchMode } from '../retrieval/index-search.js';
import type { Run } from './run.js';

export interface WantedSearch {
  readonly query: string;
  readonly k: number;
  readonly mode?: SearchMode;
  readonly signal: AbortSignal | undefined;
}

/** One search of a run: counted, timed and traced. */
export async function searchIndex(
  { index, filter, budget, time }: Run,
  { query, k, mode = 'default', signal }: WantedSearch,
  parent: Span,
): Promise<{ readonly hits: readonly Hit[]; readonly durationMs: number }> {
  return inSpan(parent, ...searchSpan({ index: index.name, mode, k }), async (span) => {
    span.set(queryContent(query));
    budget.spendSearch();
    const startedAt = performance.now();
    const hits = await index.search(query, { k, mode, filter, signal });
    const durationMs = performance.now() - startedAt;
    time('search', durationMs);
    span.set(hitAttributes(hits.length));
    return { hits, durationMs };
  });
}
