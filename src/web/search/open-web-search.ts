import { join } from 'node:path';
import type { Config } from '../../core/config.js';
import type { Log } from '../../core/log.js';
import type { SearchProviderName } from '../../core/web-config.js';
import { braveSearch } from './providers/brave.js';
import { duckDuckScrapeSearch } from './providers/duck-duck-scrape.js';
import { duckDuckGoHtmlSearch } from './providers/duckduckgo-html.js';
import { searxngSearch } from './providers/searxng.js';
import { tavilySearch } from './providers/tavily.js';
import { createRateLimiter } from './rate-limiter.js';
import { createSearchCache } from './search-cache.js';
import { createSearchChain, type SearchChain } from './search-chain.js';
import { type SearchClock, systemSearchClock } from './search-clock.js';
import type { SearchProvider } from './search-provider.js';
import type { SearchTransport } from './search-request.js';

export interface OpenWebSearchOptions {
  readonly clock?: SearchClock;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
  /** Where results are kept; `false`: nowhere. */
  readonly cacheFolder?: string | false;
  /** Shortest time between two requests to one host. */
  readonly intervalMs?: number;
  /** Addresses in place of the providers' own. */
  readonly origins?: Readonly<Partial<Record<Exclude<SearchProviderName, 'searxng'>, string>>>;
  readonly log?: Log;
}

/** Largest answer of a provider; the usual ones have 30 to 200 kB. */
const largestAnswer = 2 * 1024 * 1024;

/** The web search of the settings. One for a process: it holds the rate limits and the memory of what failed. */
export function openWebSearch(
  { web, indexesFolder }: Pick<Config, 'web' | 'indexesFolder'>,
  options: OpenWebSearchOptions = {},
): SearchChain {
  const { clock = systemSearchClock, random = Math.random, intervalMs, log, origins = {} } = options;
  const { cacheFolder: folder = join(indexesFolder, '.web-cache') } = options;
  const transport: SearchTransport = {
    // Looked up at each request: programs may replace the global one.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    clock,
    limiter: createRateLimiter(clock, intervalMs),
    timeoutMs: web.timeoutMs,
    maxBytes: largestAnswer,
  };
  const at = (name: keyof typeof origins) => (origins[name] === undefined ? {} : { origin: origins[name] });
  const all: Readonly<Record<SearchProviderName, SearchProvider>> = {
    'duck-duck-scrape': duckDuckScrapeSearch({ transport, ...at('duck-duck-scrape') }),
    'duckduckgo-html': duckDuckGoHtmlSearch({ transport, ...at('duckduckgo-html') }),
    searxng: searxngSearch({ transport, url: web.searxngUrl }),
    brave: braveSearch({ transport, key: web.keys.brave, ...at('brave') }),
    tavily: tavilySearch({ transport, key: web.keys.tavily, ...at('tavily') }),
  };
  const cache = folder === false ? undefined : createSearchCache({ folder, clock, random, log });
  return createSearchChain({ providers: web.searchOrder.map((name) => all[name]), cache, clock, random });
}
