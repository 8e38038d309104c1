import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../../src/core/secret.js';
import { braveSearch } from '../../../../src/web/search/providers/brave.js';
import { tavilySearch } from '../../../../src/web/search/providers/tavily.js';
import { createRateLimiter } from '../../../../src/web/search/rate-limiter.js';
import { manualClock } from '../../../fakes/manual-clock.js';
import { json, type ScriptedSite, startScriptedSite } from '../scripted-site.js';
import { describeProvider, openCase, type ProviderCase } from '../search-provider.contract.js';

const braveKey = new Secret('BSA-very-secret-1', 'BRAVE_SEARCH_API_KEY');
const tavilyKey = new Secret('tvly-very-secret-2', 'TAVILY_API_KEY');
const notJson = [
  { body: '<html>Welcome to the hotel network</html>' },
  { headers: { 'content-type': 'application/json' }, body: '{"web": ' },
];

const brave: ProviderCase = {
  name: 'brave',
  open: (origin, transport) => braveSearch({ origin, transport, key: braveKey }),
  finds: (pages) =>
    json({
      type: 'search',
      query: { original: 'x' },
      web: { results: pages.map(({ title, url, snippet }) => ({ title, url, description: snippet })) },
    }),
  nothing: json({ type: 'search', query: { original: 'x' }, mixed: {} }),
  queryIn: ({ path }) => new URLSearchParams(path.slice(path.indexOf('?'))).get('q'),
  changed: [...notJson, json({}), json({ results: [] }), json({ type: 'search', query: {}, web: { hits: [] } })],
  refusals: ['refused-key', 'refused-key'],
};

const tavily: ProviderCase = {
  name: 'tavily',
  open: (origin, transport) => tavilySearch({ origin, transport, key: tavilyKey }),
  finds: (pages) =>
    json({ results: pages.map(({ title, url, snippet }) => ({ title, url, content: snippet, score: 1 })) }),
  nothing: json({ query: 'x', results: [], response_time: 1 }),
  queryIn: ({ body }) => (JSON.parse(body) as { query: string }).query,
  changed: [...notJson, json({}), json({ results: null }), json({ results: [{ link: 'https://a.example' }] })],
  refusals: ['refused-key', 'refused-key'],
};

describeProvider(brave);
describeProvider(tavily);

describe('providers with a key', () => {
  let site: ScriptedSite;
  beforeAll(async () => {
    site = await startScriptedSite();
  });
  afterAll(() => site.close());

  it('Brave gets its key in its own header, and is asked for strict safe search', async () => {
    site.answer(brave.nothing);
    await openCase(brave, site).search('x');
    const { path, headers } = site.requests.at(-1) ?? expect.unreachable();
    expect(headers['x-subscription-token']).toBe('BSA-very-secret-1');
    expect(path).toMatch(/^\/res\/v1\/web\/search\?/u);
    expect(path).toContain('safesearch=strict');
    expect(path).not.toContain('secret');
  });

  it('Tavily gets its key as a bearer token', async () => {
    site.answer(tavily.nothing);
    await openCase(tavily, site).search('x', { count: 7 });
    const { method, headers, body } = site.requests.at(-1) ?? expect.unreachable();
    expect([method, headers.authorization]).toEqual(['POST', 'Bearer tvly-very-secret-2']);
    expect(JSON.parse(body)).toMatchObject({ query: 'x', max_results: 7 });
    expect(body).not.toContain('secret');
  });

  it.each([
    { error: { code: 'SUBSCRIPTION_TOKEN_INVALID', status: 422 } },
    { error: { code: 'VALIDATION', meta: { errors: [{ loc: ['header', 'x-subscription-token'] }] } } },
  ])('Brave refuses a key with 422 too', async (body) => {
    site.answer(json(body, 422));
    expect((await openCase(brave, site).failure()).state).toBe('refused-key');
  });

  it('Brave has failed, and not refused the key, where 422 is about something else', async () => {
    site.answer(json({ error: { code: 'VALIDATION', meta: { errors: [{ loc: ['query', 'q'] }] } } }, 422));
    expect((await openCase(brave, site).failure()).state).toBe('failed');
  });

  it.each([432, 433])('Tavily is rate-limited where its plan is used up (%s)', async (status) => {
    site.answer(json({ detail: { error: 'usage limit' } }, status));
    expect(await openCase(tavily, site).failure()).toMatchObject({
      state: 'rate-limited',
      reason: `the plan is used up (status ${status})`,
    });
  });

  it('cuts a query to what Brave takes: 400 characters, 50 words', async () => {
    site.answer(brave.nothing);
    await openCase(brave, site).search('ab '.repeat(80).trim());
    expect(brave.queryIn(site.requests.at(-1) ?? expect.unreachable())).toBe('ab '.repeat(50).trim());
  });

  it.each([brave, tavily])('$name never repeats its key, whatever the provider says', async (tested) => {
    const key = tested === brave ? braveKey : tavilyKey;
    for (const status of [200, 401, 422, 429, 500]) {
      site.answer({ status, body: `your key is ${key.reveal()}`, headers: { 'retry-after': key.reveal() } });
      const failure = await openCase(tested, site).failure();
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(key.reveal());
    }
  });

  it.each([braveSearch, tavilySearch])('does not repeat a key that a failed request quotes', async (open) => {
    const clock = manualClock();
    const quoting = () => Promise.reject(new TypeError('Headers.append: "BSA-very-secret-1" is an invalid value'));
    const transport = { fetch: quoting, clock, limiter: createRateLimiter(clock, 0), timeoutMs: 8000, maxBytes: 1000 };
    const search = open({ transport, key: braveKey }).search('x', { count: 1, signal: new AbortController().signal });
    const error = await search.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ state: 'unreachable', reason: 'the connection failed' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('very-secret');
  });

  it.each([
    { open: braveSearch, variable: 'BRAVE_SEARCH_API_KEY' },
    { open: tavilySearch, variable: 'TAVILY_API_KEY' },
  ])('a key that no header can hold is refused unsent ($variable)', async ({ open, variable }) => {
    const before = site.requests.length;
    const key = new Secret('secret\nx-evil: 1', variable);
    const tested: ProviderCase = {
      ...brave,
      name: open === braveSearch ? 'brave' : 'tavily',
      open: (origin, transport) => open({ origin, transport, key }),
    };
    const failure = await openCase(tested, site).failure();
    expect(failure).toMatchObject({ state: 'refused-key', reason: `${variable} holds characters that no key has` });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('secret');
    expect(site.requests).toHaveLength(before);
  });

  it.each([braveSearch, tavilySearch])('is not configured without a key', (open) => {
    expect(open({ key: undefined, transport: {} as never }).isConfigured).toBe(false);
  });
});
