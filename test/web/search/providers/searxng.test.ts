import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searxngSearch } from '../../../../src/web/search/providers/searxng.js';
import { json, type ScriptedSite, startScriptedSite } from '../scripted-site.js';
import { describeProvider, openCase, type ProviderCase } from '../search-provider.contract.js';

const reply = (results: readonly unknown[], silent: readonly (readonly string[])[] = []) =>
  json({ query: 'x', number_of_results: 0, results, answers: [], unresponsive_engines: silent });

const tested: ProviderCase = {
  name: 'searxng',
  open: (origin, transport) => searxngSearch({ url: origin, transport }),
  finds: (pages) => reply(pages.map(({ title, url, snippet }) => ({ title, url, content: snippet, engine: 'x' }))),
  nothing: reply([]),
  queryIn: ({ path }) => new URLSearchParams(path.slice(path.indexOf('?'))).get('q'),
  changed: [
    json({}),
    json([]),
    json({ results: {} }),
    json({ results: [{ address: 'https://a.example' }] }),
    { headers: { 'content-type': 'application/json' }, body: '{"results": [' },
    { headers: { 'content-type': 'application/json' }, body: '' },
  ],
  refusals: ['blocked', 'failed'],
};

describeProvider(tested);

describe('a SearXNG instance', () => {
  let site: ScriptedSite;
  beforeAll(async () => {
    site = await startScriptedSite();
  });
  afterAll(() => site.close());

  it('is asked for JSON with strict safe search, below the path of its address', async () => {
    site.answer(reply([]));
    const below: ProviderCase = { ...tested, open: (url, transport) => searxngSearch({ url: `${url}/sx`, transport }) };
    await openCase(below, site).search('x');
    expect(site.requests[0]?.path).toBe('/sx/search?q=x&format=json&safesearch=2');
  });

  it.each([
    { status: 403, body: '<title>403 Forbidden</title>' },
    { status: 200, body: '<!doctype html><html><article class="result">A</article></html>' },
  ])('that gives only web pages (status $status) is told how to give JSON', async (page) => {
    site.answer(page);
    const failure = await openCase(tested, site).failure();
    expect(failure).toMatchObject({ state: 'failed', hint: expect.stringContaining('search.formats') });
    expect(failure.reason).toContain('"json"');
  });

  it('whose engines were not reached has failed, not found nothing', async () => {
    site.answer(
      reply(
        [],
        [
          ['google', 'CAPTCHA'],
          ['bing', 'timeout'],
        ],
      ),
    );
    const failure = await openCase(tested, site).failure();
    expect(failure).toMatchObject({
      state: 'failed',
      reason: 'the search engines behind it did not answer (google: CAPTCHA, bing: timeout)',
    });
  });

  it('with results counts, though some engines were not reached', async () => {
    site.answer(
      reply([{ url: 'https://a.example/', title: 'How to use <div> &amp; <b>it</b>' }], [['bing', 'timeout']]),
    );
    const results = await openCase(tested, site).search();
    expect(results).toMatchObject([{ title: 'How to use <div> & it', snippet: '' }]);
  });

  it('is not configured without an address', () => {
    expect(searxngSearch({ url: undefined, transport: {} as never }).isConfigured).toBe(false);
  });
});
