import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckDuckScrapeSearch } from '../../../../src/web/search/providers/duck-duck-scrape.js';
import { type ScriptedSite, type SiteReply, type SiteRequest, startScriptedSite } from '../scripted-site.js';
import { describeProvider, openCase, type ProviderCase } from '../search-provider.contract.js';

const firstPage: SiteReply = { body: `<html><script>DDG.x({vqd="4-12345678901234567890"})</script></html>` };
const script = (body: string): SiteReply => ({ headers: { 'content-type': 'application/x-javascript' }, body });

/** The first page as always, then this. */
function then(second: SiteReply): (request: SiteRequest) => SiteReply {
  return ({ path }) => (path.startsWith('/d.js') ? second : firstPage);
}

function results(list: readonly unknown[]): SiteReply {
  return script(
    `DDG.deep.x=1;if (DDG.pageLayout) DDG.pageLayout.load('d',${JSON.stringify(list)});DDG.duckbar.load('x')`,
  );
}

const found = (title: string, url: string, snippet: string) => ({ t: title, a: snippet, u: url, i: 'host', c: url });
const endOfFile = { da: '', h: 0, t: 'EOF', s: 'bingv7aa' };

const tested: ProviderCase = {
  name: 'duck-duck-scrape',
  open: (origin, transport) => duckDuckScrapeSearch({ origin, transport }),
  finds: (pages) =>
    then(results([...pages.map(({ title, url, snippet }) => found(title, url, snippet)), { n: '/d.js?next' }])),
  nothing: then(results([endOfFile])),
  queryIn: ({ path }) => new URLSearchParams(path.slice(path.indexOf('?'))).get('q'),
  changed: [
    { body: '<html>a page without the token</html>' },
    { body: '' },
    then({ body: '<html>a web page in place of the script</html>' }),
    then(script(`DDG.pageLayout.load('d',[{broken]);DDG.duckbar.load('x')`)),
    then(script('DDG.pageLayout.load("other",[]);')),
    then(results([{ n: '/d.js?next' }])),
    then(results([{ t: 'A lone result', u: 'https://a.example', a: '' }])),
    then({ headers: { 'content-type': 'application/json' }, body: '{"results":[]}' }),
  ],
  refusals: ['blocked', 'blocked'],
};

describeProvider(tested);

describe('duck-duck-scrape', () => {
  let site: ScriptedSite;
  beforeAll(async () => {
    site = await startScriptedSite();
  });
  afterAll(() => site.close());

  it('makes two requests, both with its own name, the second with strict safe search', async () => {
    site.answer(then(results([endOfFile])));
    await openCase(tested, site).search('x');
    expect(site.requests.map(({ path }) => path.split('?')[0])).toEqual(['/', '/d.js']);
    const parameters = new URLSearchParams(site.requests[1]?.path.split('?')[1]);
    expect(parameters.get('p')).toBe('1');
    expect(parameters.get('ex')).toBeNull();
    for (const { headers } of site.requests) expect(headers['user-agent']).toMatch(/docent\/\d/u);
  });

  it.each([
    ['its script says that it detected an anomaly', then(script('DDG.deep.anomalyDetectionBlock({})'))],
    ['the challenge comes in place of the first page', { body: '<form id="challenge-form"></form>' }],
    ['the challenge comes with 202', { status: 202, body: '' }],
    ['the challenge comes in place of the script', then({ status: 202, body: '<form id="challenge-form"></form>' })],
  ])('is blocked where %s', async (_, reply) => {
    site.answer(reply);
    expect((await openCase(tested, site).failure()).state).toBe('blocked');
  });

  it('has failed where its script reports an error of the server', async () => {
    site.answer(then(script('DDG.deep.is506')));
    expect(await openCase(tested, site).failure()).toMatchObject({ state: 'failed' });
  });

  it('has one deadline for both requests together', async () => {
    let isFirst = true;
    site.answer(({ path }) => {
      if (path.startsWith('/d.js')) return { ending: 'never' };
      if (isFirst) opened.clock.advance(5000);
      isFirst = false;
      return firstPage;
    });
    const opened = openCase(tested, site);
    const second = site.request(site.requests.length + 1);
    const failure = opened.failure();
    await second;
    expect(opened.clock.pending()).toEqual([3000]);
    opened.clock.advance(3000);
    expect((await failure).state).toBe('timeout');
  });

  it('ends where the second connection breaks in the middle of its answer', async () => {
    site.answer(then({ body: `DDG.pageLayout.load('d',[{`, ending: 'reset' }));
    expect((await openCase(tested, site).failure()).state).toBe('unreachable');
  });
});
