import { z } from 'zod';
import { linkedAbort } from '../../../core/linked-abort.js';
import { isChallenge } from '../duckduckgo-challenge.js';
import { plainText } from '../plain-text.js';
import { ProviderFailure } from '../provider-failure.js';
import { pageHeaders } from '../provider-headers.js';
import { abortReason } from '../search-clock.js';
import type { SearchProvider } from '../search-provider.js';
import { fittingQuery } from '../search-query.js';
import type { SearchTransport } from '../search-request.js';
import { WatchedAgent } from '../watched-agent.js';
import { type FoundPage, longestSnippet, longestTitle, webResults } from '../web-results.js';

export interface DuckDuckScrapeOptions {
  readonly transport: SearchTransport;
  /** Stands for both hosts that the library asks. */
  readonly origin?: string;
}

const name = 'duck-duck-scrape';
/** DuckDuckGo refuses 500 characters and more. */
const most = { characters: 499 };

const foundSchema = z.object({
  noResults: z.boolean(),
  results: z.array(
    z.object({ title: z.string().catch(''), rawDescription: z.string().catch(''), url: z.string().catch('') }),
  ),
});

/**
 * DuckDuckGo as its own script asks it, by the library duck-duck-scrape. The library has no limits of its own and says
 * "Failed to get the VQD" to nearly every failure, so its connections are watched: their statuses and bodies tell why.
 */
export function duckDuckScrapeSearch({ transport, origin }: DuckDuckScrapeOptions): SearchProvider {
  return {
    name,
    isConfigured: true,
    async search(query, { count, signal }) {
      const limited = linkedAbort(signal);
      const watched = new WatchedAgent({ provider: name, transport, origin, signal: limited.signal });
      try {
        const reply = await Promise.race([ask(fittingQuery(query, most), watched, limited.signal), watched.failed]);
        return webResults(name, foundIn(reply, watched), count);
      } catch (error) {
        if (signal.aborted) throw abortReason(signal);
        throw failureOf(error, watched);
      } finally {
        limited.close();
        limited.abort(undefined);
      }
    },
  };
}

async function ask(query: string, { agent, place }: WatchedAgent, signal: AbortSignal): Promise<unknown> {
  const { SafeSearchType, search } = await import('duck-duck-scrape');
  return search(
    query,
    { safeSearch: SafeSearchType.STRICT },
    {
      agent,
      uri_modifier: place,
      signal,
      headers: pageHeaders(),
      // The agent keeps the deadline; a second one would start before the request has its turn.
      open_timeout: 0,
      response_timeout: 0,
      read_timeout: 0,
      // The library wants text, whatever the type says.
      parse_response: false,
      use_proxy_from_env_var: false,
    },
  );
}

function foundIn(reply: unknown, watched: WatchedAgent): readonly FoundPage[] {
  const { noResults, results } = foundSchema.parse(reply);
  if (results.length === 0 && !(noResults && saysNothingFound(watched.lastBody))) throw unreadable();
  return results.map(({ title, rawDescription, url }) => ({
    url,
    title: plainText(title, longestTitle),
    snippet: plainText(rawDescription, longestSnippet),
  }));
}

/** The library also says "no results" where a lone result has no description. These two are DuckDuckGo's own marks. */
function saysNothingFound(body: string): boolean {
  return /"t"\s*:\s*"EOF"|"d"\s*:\s*"google\.com search"/u.test(body);
}

function failureOf(error: unknown, watched: WatchedAgent): ProviderFailure {
  const known = error instanceof ProviderFailure ? error : watched.failure;
  if (known !== undefined) return known;
  const words = error instanceof Error ? error.message : '';
  if (/anomaly/u.test(words) || isChallenge(watched.lastBody)) {
    return new ProviderFailure(name, 'blocked', 'it says that it detected an anomaly and does not answer');
  }
  if (/server error/u.test(words)) return new ProviderFailure(name, 'failed', 'it says that a server error occurred');
  return unreadable();
}

function unreadable(): ProviderFailure {
  return new ProviderFailure(name, 'changed-markup', 'its answer has neither results nor a word that there are none');
}
