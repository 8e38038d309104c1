import { describe, expect, it, vi } from 'vitest';
import type { SearchProviderName } from '../../../src/core/web-config.js';
import { type FailureState, ProviderFailure } from '../../../src/web/search/provider-failure.js';
import type { SearchCache } from '../../../src/web/search/search-cache.js';
import { createSearchChain } from '../../../src/web/search/search-chain.js';
import { describeState, WebUnavailable } from '../../../src/web/search/search-outcome.js';
import type { SearchProvider, SearchRequest, WebResult } from '../../../src/web/search/search-provider.js';
import { deferred } from '../../fakes/deferred.js';
import { manualClock } from '../../fakes/manual-clock.js';

type Answer = (query: string, request: SearchRequest) => Promise<readonly WebResult[]>;

interface FakeProvider extends SearchProvider {
  readonly queries: string[];
  answer: Answer;
}

const result = (provider: SearchProviderName): WebResult => ({
  title: 'T',
  url: 'https://a.example/',
  snippet: '',
  provider,
  rank: 1,
});
const finds =
  (name: SearchProviderName): Answer =>
  () =>
    Promise.resolve([result(name)]);
const fails =
  (name: SearchProviderName, state: FailureState, reason = 'a reason'): Answer =>
  () =>
    Promise.reject(new ProviderFailure(name, state, reason));

function fake(name: SearchProviderName, answer: Answer = finds(name), isConfigured = true): FakeProvider {
  const queries: string[] = [];
  const provider: FakeProvider = {
    name,
    isConfigured,
    queries,
    answer,
    search: (query, request) => {
      queries.push(query);
      return provider.answer(query, request);
    },
  };
  return provider;
}

function setUp(providers: readonly SearchProvider[], cache?: SearchCache) {
  const clock = manualClock();
  return { clock, chain: createSearchChain({ providers, cache, clock, random: () => 0 }) };
}

const thrownBy = (search: Promise<unknown>) =>
  search.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe('the search chain', () => {
  it('takes the answer of the first provider and asks no other', async () => {
    const [first, second] = [fake('searxng'), fake('brave')];
    const { chain } = setUp([first, second, fake('tavily', finds('tavily'), false)]);
    expect(await chain.search('ferry')).toEqual({
      results: [result('searxng')],
      provider: 'searxng',
      states: {
        searxng: { state: 'answered' },
        brave: { state: 'not-asked' },
        tavily: { state: 'not-configured' },
      },
      searchedAt: 0,
      isFromCache: false,
    });
    expect(second.queries).toEqual([]);
  });

  it('goes on to the next where one fails, and names the state of each', async () => {
    const { chain } = setUp([
      fake('duck-duck-scrape', fails('duck-duck-scrape', 'blocked', 'it says so')),
      fake('duckduckgo-html', fails('duckduckgo-html', 'changed-markup')),
      fake('searxng', finds('searxng'), false),
      fake('brave'),
    ]);
    const { provider, states } = await chain.search('ferry');
    expect(provider).toBe('brave');
    expect(states).toEqual({
      'duck-duck-scrape': { state: 'blocked', reason: 'it says so', retryAt: 60_000 },
      'duckduckgo-html': { state: 'changed-markup', reason: 'a reason', retryAt: undefined },
      searxng: { state: 'not-configured' },
      brave: { state: 'answered' },
    });
  });

  it('takes "nothing found" for an answer', async () => {
    const second = fake('brave');
    const { chain } = setUp([fake('searxng', () => Promise.resolve([])), second]);
    expect(await chain.search('ferry')).toMatchObject({
      results: [],
      provider: 'searxng',
      states: { searxng: { state: 'nothing-found' }, brave: { state: 'not-asked' } },
    });
    expect(second.queries).toEqual([]);
  });

  it('throws where all have failed, with the state of each and the way out', async () => {
    const states = ['blocked', 'rate-limited', 'unreachable', 'timeout', 'changed-markup', 'refused-key', 'failed'];
    for (const state of states as readonly FailureState[]) {
      const { chain } = setUp([
        fake('duckduckgo-html', fails('duckduckgo-html', state)),
        fake('brave', finds('brave'), false),
      ]);
      const error = await thrownBy(chain.search('ferry'));
      expect(error).toBeInstanceOf(WebUnavailable);
      expect(error).toMatchObject({
        code: 'web-unavailable',
        message: expect.stringContaining(`duckduckgo-html: ${state} (a reason`),
        hint: expect.stringContaining('DOCENT_SEARXNG_URL or BRAVE_SEARCH_API_KEY or TAVILY_API_KEY'),
        states: { 'duckduckgo-html': { state }, brave: { state: 'not-configured' } },
      });
    }
  });

  it('throws where none is configured', async () => {
    const error = await thrownBy(setUp([fake('brave', finds('brave'), false)]).chain.search('ferry'));
    expect(error).toMatchObject({ code: 'web-unavailable', states: { brave: { state: 'not-configured' } } });
  });

  it('leaves a provider alone that blocks, and tells why and until when', async () => {
    const blocked = fake('searxng', fails('searxng', 'blocked'));
    const { chain, clock } = setUp([blocked, fake('brave')]);
    await chain.search('one');
    clock.advance(59_999);
    const { states } = await chain.search('two');
    expect(blocked.queries).toEqual(['one']);
    expect(states.searxng).toEqual({ state: 'blocked', reason: 'a reason', retryAt: 60_000 });
    clock.advance(1);
    blocked.answer = finds('searxng');
    expect((await chain.search('three')).provider).toBe('searxng');
    expect(blocked.queries).toEqual(['one', 'three']);
  });

  it('is no empty success either where all are left alone', async () => {
    const only = fake('searxng', fails('searxng', 'blocked'));
    const { chain } = setUp([only]);
    await thrownBy(chain.search('one'));
    const error = await thrownBy(chain.search('two'));
    expect(only.queries).toEqual(['one']);
    expect(error).toMatchObject({
      code: 'web-unavailable',
      message: expect.stringContaining('blocked (a reason; not asked again before 00:01:00 UTC)'),
    });
  });

  it('lets one of many searches probe, the others go on to the next', async () => {
    const answer = deferred<readonly WebResult[]>();
    const probed = fake('searxng', fails('searxng', 'blocked'));
    const { chain, clock } = setUp([probed, fake('brave')]);
    await chain.search('one');
    clock.advance(60_000);
    probed.answer = () => answer.promise;
    const probing = chain.search('two');
    const others = await Promise.all([chain.search('three'), chain.search('four')]);
    expect(others.map(({ provider }) => provider)).toEqual(['brave', 'brave']);
    answer.resolve([result('searxng')]);
    expect((await probing).provider).toBe('searxng');
    expect(probed.queries).toEqual(['one', 'two']);
  });

  it('stops when its caller does, asks nobody else and holds nothing against the provider', async () => {
    const stop = new AbortController();
    const second = fake('brave');
    const first = fake('searxng', () => {
      stop.abort();
      return Promise.reject(new ProviderFailure('searxng', 'blocked', 'x'));
    });
    const { chain } = setUp([first, second]);
    expect(await thrownBy(chain.search('ferry', { signal: stop.signal }))).toMatchObject({ code: 'aborted' });
    expect(await thrownBy(chain.search('ferry', { signal: stop.signal }))).toMatchObject({ code: 'aborted' });
    expect(second.queries).toEqual([]);
    first.answer = finds('searxng');
    expect((await chain.search('ferry')).provider).toBe('searxng');
  });

  it('lets the next search probe where the caller of a probe leaves', async () => {
    const stop = new AbortController();
    const probed = fake('searxng', fails('searxng', 'blocked'));
    const { chain, clock } = setUp([probed, fake('brave')]);
    await chain.search('one');
    clock.advance(60_000);
    probed.answer = () => {
      stop.abort();
      return Promise.reject(new Error('stopped'));
    };
    await thrownBy(chain.search('two', { signal: stop.signal }));
    probed.answer = finds('searxng');
    expect((await chain.search('three')).provider).toBe('searxng');
  });

  it("goes on where a provider's own code fails, without repeating its words", async () => {
    const broken = fake('searxng', () => Promise.reject(new TypeError('secret-key')));
    const { states, provider } = await setUp([broken, fake('brave')]).chain.search('ferry');
    expect(provider).toBe('brave');
    expect(states.searxng).toMatchObject({ state: 'failed', reason: expect.stringContaining('TypeError') });
    expect(JSON.stringify(states)).not.toContain('secret-key');
  });

  it('asks nobody for what is kept', async () => {
    const provider = fake('searxng');
    const kept = new Map<string, unknown>();
    const cache: SearchCache = {
      read: (key) => Promise.resolve(kept.get(JSON.stringify(key)) as never),
      write: (key, outcome) => Promise.resolve(void kept.set(JSON.stringify(key), { ...outcome, isFromCache: true })),
    };
    const { chain } = setUp([provider, fake('brave', finds('brave'), false)], cache);
    await chain.search(' ferry  timetable ');
    expect((await chain.search('ferry timetable')).isFromCache).toBe(true);
    expect(provider.queries).toEqual(['ferry timetable']);
    expect([...kept.keys()]).toEqual([
      JSON.stringify({ providers: ['searxng'], query: 'ferry timetable', count: 10, safeSearch: 'strict' }),
    ]);
  });

  it('keeps no failure', async () => {
    const write = vi.fn();
    const cache = { read: () => Promise.resolve(undefined), write };
    await thrownBy(setUp([fake('searxng', fails('searxng', 'failed'))], cache).chain.search('x'));
    expect(write).not.toHaveBeenCalled();
  });

  it.each(['', '  ', '?!', '\\', 'x'.repeat(2001)])('refuses %j', async (query) => {
    const provider = fake('searxng');
    const error = await thrownBy(setUp([provider]).chain.search(query));
    expect(error).toMatchObject({ code: 'invalid-request' });
    expect(provider.queries).toEqual([]);
  });

  it.each([
    ['!g ferry !!w', 'g ferry w'],
    ['\\ ferry', 'ferry'],
    ['wow! C:\\x', 'wow! C:\\x'],
    [' a\n\tb ', 'a b'],
  ])('sends %j as %j: no query leaves the search', async (query, sent) => {
    const provider = fake('searxng');
    await setUp([provider]).chain.search(query);
    expect(provider.queries).toEqual([sent]);
  });

  it.each([
    [undefined, 10],
    [0, 1],
    [3.7, 3],
    [500, 20],
  ])('asks for a count within its limits (%s)', async (wanted, count) => {
    const counts: number[] = [];
    const provider = fake('searxng', (_, request) => {
      counts.push(request.count);
      return Promise.resolve([result('searxng')]);
    });
    await setUp([provider]).chain.search('x', wanted === undefined ? {} : { count: wanted });
    expect(counts).toEqual([count]);
  });

  it('describes a state in one line', () => {
    expect(describeState({ state: 'answered' })).toBe('answered');
    expect(describeState({ state: 'blocked', reason: 'r' })).toBe('blocked (r)');
  });
});
