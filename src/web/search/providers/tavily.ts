import { z } from 'zod';
import type { Secret } from '../../../core/secret.js';
import { jsonOf } from '../json-reply.js';
import { checkedKey } from '../key-check.js';
import { plainText } from '../plain-text.js';
import { ProviderFailure } from '../provider-failure.js';
import { jsonHeaders } from '../provider-headers.js';
import type { SearchProvider } from '../search-provider.js';
import { fittingQuery } from '../search-query.js';
import { type SearchTransport, sendQuery } from '../search-request.js';
import { retryTime, statusFailure } from '../status-failure.js';
import { longestSnippet, longestTitle, webResults } from '../web-results.js';

export interface TavilyOptions {
  readonly transport: SearchTransport;
  readonly key: Secret | undefined;
  readonly origin?: string;
}

const name = 'tavily';
/** Limits of the API (docs.tavily.com/documentation/api-reference/endpoint/search). */
const most = { characters: 400, results: 20 };
/** Tavily's own statuses for a plan, or a pay-as-you-go limit, that is used up. */
const usedUp: ReadonlySet<number> = new Set([432, 433]);

const replySchema = z.object({
  results: z.array(
    z.object({ url: z.string().catch(''), title: z.string().catch(''), content: z.string().nullish().catch('') }),
  ),
});

/** The API of Tavily; takes a key. Its switch for safe search belongs to enterprise plans, so it is not set. */
export function tavilySearch({ transport, key, origin = 'https://api.tavily.com' }: TavilyOptions): SearchProvider {
  return {
    name,
    isConfigured: key !== undefined,
    async search(query, { count, signal }) {
      const token = checkedKey(name, key);
      const body = JSON.stringify({
        query: fittingQuery(query, most),
        max_results: Math.min(count, most.results),
        search_depth: 'basic',
        include_answer: false,
        include_raw_content: false,
      });
      const headers = { ...jsonHeaders(), 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const url = new URL('/search', origin);
      const reply = await sendQuery({ provider: name, url, method: 'POST', headers, body }, transport, signal);
      const now = transport.clock.now();
      if (usedUp.has(reply.status)) {
        const retryAt = retryTime(reply.headers, now);
        throw new ProviderFailure(name, 'rate-limited', `the plan is used up (status ${reply.status})`, { retryAt });
      }
      const failure = statusFailure(reply, { provider: name, keyVariable: key?.variable, now });
      if (failure !== undefined) throw failure;
      const pages = jsonOf(name, reply, replySchema).results.map((page) => ({
        url: page.url,
        title: plainText(page.title, longestTitle),
        snippet: plainText(page.content ?? '', longestSnippet),
      }));
      return webResults(name, pages, count);
    },
  };
}
