import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckDuckGoHtmlSearch } from '../../../../src/web/search/providers/duckduckgo-html.js';
import { type ScriptedSite, startScriptedSite } from '../scripted-site.js';
import { describeProvider, openCase, type ProviderCase, type ScriptedPage } from '../search-provider.contract.js';

const challenge = `<html><body><div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>
  <form id="challenge-form" action="//duckduckgo.com/anomaly.js?sv=html" method="POST"></form></body></html>`;
const nothing = `<html><body><div class="serp__results"><div class="result results_links result--no-result">
  <div class="no-results">No  results.</div></div></div></body></html>`;

/** A result as the page has it: the address behind a redirect, an advertisement by its class too. */
function resultHtml({ title, url, snippet }: ScriptedPage): string {
  const isAdvertisement = url.includes('/y.js');
  const href = `//duckduckgo.com/l/?uddg=${encodeURIComponent(url)}&amp;rut=0a1b2c`;
  return `<div class="result results_links results_links_deep ${isAdvertisement ? 'result--ad' : 'web-result'} ">
    <div class="links_main links_deep result__body"><h2 class="result__title">
      <a rel="nofollow" class="result__a" href="${href}">${title}</a></h2>
      <a class="result__snippet" href="${href}">${snippet}</a></div></div>`;
}

function page(pages: readonly ScriptedPage[]): string {
  return `<!doctype html><html><head><title>x at DuckDuckGo</title></head><body><form id="search_form_homepage">
    <input name="q" value="no-results anomaly-modal"></form>
    <div id="links" class="results">${pages.map(resultHtml).join('\n')}</div></body></html>`;
}

const tested: ProviderCase = {
  name: 'duckduckgo-html',
  open: (origin, transport) => duckDuckGoHtmlSearch({ origin, transport }),
  finds: (pages) => ({ body: page(pages) }),
  nothing: { body: nothing },
  queryIn: ({ body }) => new URLSearchParams(body).get('q'),
  changed: [
    { body: '' },
    { body: '<html><body><div class="hit"><a href="https://a.example">A</a></div></body></html>' },
    { body: page([]) },
    { body: 'No results' },
    { body: '<div>'.repeat(5000) },
    { headers: { 'content-type': 'application/json' }, body: '{"results":[]}' },
  ],
  refusals: ['blocked', 'blocked'],
};

describeProvider(tested);

describe("DuckDuckGo's page without scripts", () => {
  let site: ScriptedSite;
  beforeAll(async () => {
    site = await startScriptedSite();
  });
  afterAll(() => site.close());

  it('sends its form, with strict safe search and its own name', async () => {
    site.answer({ body: nothing });
    await openCase(tested, site).search('x');
    const { method, path, headers, body } = site.requests[0] ?? expect.unreachable();
    expect({ method, path, type: headers['content-type'] }).toEqual({
      method: 'POST',
      path: '/html/',
      type: 'application/x-www-form-urlencoded',
    });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ q: 'x', b: '', kl: 'wt-wt', kp: '1' });
    expect(headers['user-agent']).toMatch(/docent\/\d/u);
    expect(headers.cookie).toBeUndefined();
  });

  it.each([
    { status: 202, body: challenge },
    { status: 200, body: challenge },
    { status: 202, body: '' },
    { status: 418, body: challenge },
  ])('is blocked where the challenge comes with status $status', async (reply) => {
    site.answer(reply);
    expect(await openCase(tested, site).failure()).toMatchObject({
      state: 'blocked',
      reason: 'it asks for proof that a human searches',
    });
  });

  it('is blocked, not empty, where a challenge also speaks of no results', async () => {
    site.answer({ body: challenge + nothing });
    expect((await openCase(tested, site).failure()).state).toBe('blocked');
  });

  it('gives results about challenges and missing results for what they are', async () => {
    const about = { title: 'challenge-form', url: 'https://a.example/anomaly.js', snippet: 'bots use DuckDuckGo' };
    site.answer({ body: page([about]) });
    expect(await openCase(tested, site).search()).toHaveLength(1);
  });

  it('keeps a bare address, and takes an advertisement behind two redirects away', async () => {
    const inner = `https://duckduckgo.com/y.js?ad_domain=shop.example`;
    site.answer({
      body: `<html><body><div class="result"><a class="result__a" href="https://bare.example/">Bare</a></div>
        <div class="result"><a class="result__a" href="//duckduckgo.com/l/?uddg=${encodeURIComponent(inner)}">Buy</a></div>
        <div class="result result--ad"><a class="result__a" href="https://shop.example/">Buy directly</a></div>
        <div class="result"><a class="result__a" href="//duckduckgo.com/l/?rut=1">Nowhere</a></div></body></html>`,
    });
    expect((await openCase(tested, site).search()).map(({ url }) => url)).toEqual(['https://bare.example/']);
  });

  it('cuts a query to what DuckDuckGo takes, at a word', async () => {
    site.answer({ body: nothing });
    await openCase(tested, site).search(`${'abcdefghi '.repeat(60)}`.trim());
    const sent = new URLSearchParams(site.requests.at(-1)?.body).get('q') ?? '';
    expect(sent).toBe('abcdefghi '.repeat(50).trim());
  });
});
