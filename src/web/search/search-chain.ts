import type { SearchProviderName } from '../../core/web-config.js';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.js';
import { ProviderFailure } from './provider-failure.js';
import type { CacheKey, SearchCache } from './search-cache.js';
import { abortReason, type SearchClock } from './search-clock.js';
import { type ProviderState, type SearchOutcome, WebUnavailable } from './search-outcome.js';
import type { SearchProvider, SearchRequest, WebResult } from './search-provider.js';
import { searchQuery } from './search-query.js';

export interface SearchChainOptions {
  /** In the order in which they are asked; those that are not configured are passed over. */
  readonly providers: readonly SearchProvider[];
  readonly cache?: SearchCache | undefined;
  readonly clock: SearchClock;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface WebSearchRequest {
  /** Most results; 10 where none is given, never more than 20. */
  readonly count?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchChain {
  /**
   * Results of the first provider that answers.
   * @throws WebUnavailable where none does: a failure is never an empty list; DocentError `invalid-request` for a query
   * without words, `aborted`
   */
  search(query: string, request?: WebSearchRequest): Promise<SearchOutcome>;
}

const defaultCount = 10;
const largestCount = 20;

interface Attempt {
  readonly state: ProviderState;
  /** Undefined where the provider gave no answer. */
  readonly results?: readonly WebResult[];
}

interface Link {
  readonly provider: SearchProvider;
  readonly breaker: CircuitBreaker;
}

/** Asks one provider after the other until one answers, and says of each what came of it. */
export function createSearchChain({ providers, cache, clock, random }: SearchChainOptions): SearchChain {
  const links = providers.map((provider) => ({ provider, breaker: createCircuitBreaker({ clock, random }) }));
  const names = providers.filter(({ isConfigured }) => isConfigured).map(({ name }) => name);
  return {
    async search(text, { count: wanted = defaultCount, signal = new AbortController().signal } = {}) {
      const query = searchQuery(text);
      const count = Math.min(Math.max(1, Math.trunc(wanted)), largestCount);
      if (signal.aborted) throw abortReason(signal);
      const key: CacheKey = { providers: names, query, count, safeSearch: 'strict' };
      const kept = await cache?.read(key);
      if (kept !== undefined) return kept;
      const found = await searchInOrder(links, query, { count, signal });
      const outcome = { ...found, searchedAt: clock.now(), isFromCache: false };
      await cache?.write(key, outcome);
      return outcome;
    },
  };
}

async function searchInOrder(
  links: readonly Link[],
  query: string,
  request: SearchRequest,
): Promise<Pick<SearchOutcome, 'results' | 'provider' | 'states'>> {
  const states: Partial<Record<SearchProviderName, ProviderState>> = {};
  let answer: Pick<SearchOutcome, 'results' | 'provider'> | undefined;
  for (const link of links) {
    const { name, isConfigured } = link.provider;
    const isAsked = isConfigured && answer === undefined;
    const attempt: Attempt = isAsked
      ? await ask(link, query, request)
      : { state: { state: isConfigured ? 'not-asked' : 'not-configured' } };
    states[name] = attempt.state;
    if (attempt.results !== undefined) answer = { provider: name, results: attempt.results };
  }
  if (answer === undefined) throw new WebUnavailable(states);
  return { ...answer, states };
}

async function ask({ provider, breaker }: Link, query: string, request: SearchRequest): Promise<Attempt> {
  const entry = breaker.enter();
  if ('pause' in entry) {
    const { failure, retryAt } = entry.pause;
    return { state: { state: failure.state, reason: failure.reason, retryAt } };
  }
  try {
    const results = await provider.search(query, request);
    entry.leave.succeeded();
    return { state: { state: results.length === 0 ? 'nothing-found' : 'answered' }, results };
  } catch (error) {
    if (request.signal.aborted) {
      entry.leave.abandoned();
      throw abortReason(request.signal);
    }
    const failure = failureOf(provider.name, error);
    const retryAt = entry.leave.failed(failure);
    return { state: { state: failure.state, reason: failure.reason, retryAt } };
  }
}

/** A slip in one provider's code must not keep the others from answering. Its words may hold a key. */
function failureOf(provider: SearchProviderName, error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new ProviderFailure(provider, 'failed', `docent does not understand what happened (${kind})`);
}
