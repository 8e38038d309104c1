import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../../src/web/search/provider-failure.js';
import { createRateLimiter } from '../../../src/web/search/rate-limiter.js';
import type { SearchProvider, WebResult } from '../../../src/web/search/search-provider.js';
import type { SearchTransport } from '../../../src/web/search/search-request.js';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.js';
import { type ScriptedSite, type SiteReply, type SiteRequest, startScriptedSite } from './scripted-site.js';

/** A page as the contract has every provider find it; titles and snippets are HTML where the provider speaks HTML. */
export interface ScriptedPage {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}

export interface ProviderCase {
  readonly name: SearchProvider['name'];
  open(origin: string, transport: SearchTransport): SearchProvider;
  /** What the provider answers when it finds these pages, request by request. */
  finds(pages: readonly ScriptedPage[]): SiteReply | ((request: SiteRequest) => SiteReply);
  /** Its own word that there is nothing. */
  readonly nothing: SiteReply | ((request: SiteRequest) => SiteReply);
  /** The query in what was sent. */
  queryIn(request: SiteRequest): string | null;
  /** Whatever else it sends when all is well but its form has changed. */
  readonly changed: readonly (SiteReply | ((request: SiteRequest) => SiteReply))[];
  /** State after 401 and after 403. */
  readonly refusals: readonly [string, string];
}

export interface OpenCase {
  readonly site: ScriptedSite;
  readonly clock: ManualClock;
  search(query?: string, options?: { count?: number; signal?: AbortSignal }): Promise<readonly WebResult[]>;
  /** The failure that the search ends with. */
  failure(query?: string): Promise<ProviderFailure>;
}

export const maxBytes = 64 * 1024;

const pages: readonly ScriptedPage[] = [
  {
    title: 'Ferries &amp; <b>tides</b>',
    url: 'https://harbour.example/ferries',
    snippet: 'Runs at 7 &#x27;sharp&#39;',
  },
  { title: 'Advertisement', url: 'https://duckduckgo.com/y.js?ad_domain=x.example', snippet: '' },
  { title: 'Script', url: 'javascript:alert(1)', snippet: 'never' },
  { title: 'File', url: 'file:///etc/passwd', snippet: 'never' },
  { title: 'Looks like another', url: 'https://harbour.example@evil.example/', snippet: 'never' },
  { title: 'The same page', url: 'http://www.harbour.example/ferries/?utm_source=x#top', snippet: 'again' },
  { title: 'Second', url: 'https://second.example/a?b=1&c=2', snippet: 'Two' },
];

/** Sets up one provider over a scripted site, with a clock that stands still. */
export function openCase(tested: ProviderCase, site: ScriptedSite): OpenCase {
  const clock = manualClock();
  const limiter = createRateLimiter(clock, 0);
  const transport: SearchTransport = { fetch, clock, limiter, timeoutMs: 8000, maxBytes };
  const provider = tested.open(site.origin, transport);
  const search: OpenCase['search'] = (query = 'ferry timetable', { count = 10, signal } = {}) =>
    provider.search(query, { count, signal: signal ?? new AbortController().signal });
  return {
    site,
    clock,
    search,
    async failure(query) {
      const error = await search(query).then(
        (results) => expect.unreachable(`${results.length} results`),
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ProviderFailure);
      expect(error).toMatchObject({ code: 'web-unavailable', provider: tested.name });
      return error as ProviderFailure;
    },
  };
}

export function describeProvider(tested: ProviderCase): void {
  describe(`the search provider ${tested.name}`, () => {
    let site: ScriptedSite;
    const open = () => openCase(tested, site);
    const answered = (reply: SiteReply | ((request: SiteRequest) => SiteReply)) => {
      site.answer(reply);
      return open();
    };
    beforeAll(async () => {
      site = await startScriptedSite();
    });
    afterAll(() => site.close());

    it('gives web pages as plain text, in order, without advertisements, scripts, files and duplicates', async () => {
      const results = await answered(tested.finds(pages)).search();
      expect(results).toEqual([
        {
          title: 'Ferries & tides',
          url: 'https://harbour.example/ferries',
          snippet: "Runs at 7 'sharp'",
          provider: tested.name,
          rank: 1,
        },
        { title: 'Second', url: 'https://second.example/a?b=1&c=2', snippet: 'Two', provider: tested.name, rank: 2 },
      ]);
    });

    it('gives no more than was asked for', async () => {
      const many = Array.from({ length: 8 }, (_, n) => ({ title: `${n}`, url: `https://e.example/${n}`, snippet: '' }));
      expect(await answered(tested.finds(many)).search('x', { count: 3 })).toHaveLength(3);
    });

    it('sends the query as it is, whatever letters and signs it has', async () => {
      const query = 'Fähre & "Göteborg" 100% +x @y 港口';
      const before = site.requests.length;
      await answered(tested.finds(pages)).search(query);
      const last = site.requests[site.requests.length - 1] as SiteRequest;
      expect(site.requests.length).toBeGreaterThan(before);
      expect(tested.queryIn(last)).toBe(query);
    });

    it('is empty where the provider says that it has found nothing', async () => {
      expect(await answered(tested.nothing).search()).toEqual([]);
    });

    it('fails where pages are given and none can be used', async () => {
      const opened = answered(tested.finds([{ title: 'x', url: 'javascript:alert(1)', snippet: 'y' }]));
      expect((await opened.failure()).state).toBe('changed-markup');
    });

    it.each(tested.changed.map((reply, index) => ({ index, reply })))(
      'says that it cannot read what it does not know ($index)',
      async ({ reply }) => {
        expect((await answered(reply).failure()).state).toBe('changed-markup');
      },
    );

    it('is rate-limited after 429, until the time that the provider names', async () => {
      const opened = answered({ status: 429, headers: { 'retry-after': '90' }, body: 'slow down' });
      opened.clock.advance(5000);
      expect(await opened.failure()).toMatchObject({ state: 'rate-limited', retryAt: 95_000 });
      site.answer({ status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:10:00 GMT' } });
      expect(await opened.failure()).toMatchObject({ state: 'rate-limited', retryAt: 600_000 });
      site.answer({ status: 429, headers: { 'retry-after': 'soon' } });
      expect(await opened.failure()).toMatchObject({ state: 'rate-limited', retryAt: undefined });
    });

    it('tells a refusal from a failure', async () => {
      expect((await answered({ status: 401 }).failure()).state).toBe(tested.refusals[0]);
      expect((await answered({ status: 403 }).failure()).state).toBe(tested.refusals[1]);
      expect(await answered({ status: 500, body: 'oops' }).failure()).toMatchObject({
        state: 'failed',
        reason: 'it answered with status 500',
      });
    });

    it('does not follow a redirect', async () => {
      const other = await startScriptedSite();
      other.answer(tested.finds(pages));
      const failure = await answered({ status: 302, headers: { location: `${other.origin}/secret` } }).failure();
      expect(failure).toMatchObject({ state: 'failed', reason: `it redirects to ${other.origin} (status 302)` });
      expect(other.requests).toEqual([]);
      await other.close();
    });

    it.each(['before the head', 'in the middle'])(
      'ends at its deadline where nothing comes any more %s',
      async (when) => {
        const opened = answered({ ending: 'never', ...(when === 'in the middle' ? { body: 'half of it' } : {}) });
        const arrived = site.request(site.requests.length);
        const failure = opened.failure();
        await arrived;
        opened.clock.advance(7999);
        opened.clock.advance(1);
        expect(await failure).toMatchObject({ state: 'timeout', reason: 'no whole answer within 8000 ms' });
        expect(opened.clock.pending()).toEqual([]);
      },
    );

    it.each(['before the head', 'in the middle'])('is unreachable where the connection breaks %s', async (when) => {
      const opened = answered({ ending: 'reset', ...(when === 'in the middle' ? { body: 'half of it' } : {}) });
      expect((await opened.failure()).state).toBe('unreachable');
      expect(opened.clock.pending()).toEqual([]);
    });

    it('is unreachable where nobody listens', async () => {
      const gone = await startScriptedSite();
      await gone.close();
      const failure = await openCase(tested, gone).failure();
      expect(failure).toMatchObject({ state: 'unreachable', reason: 'the connection failed with ECONNREFUSED' });
    });

    it('reads no more than its limit', async () => {
      const huge = await answered({ body: 'x'.repeat(maxBytes + 1) }).failure();
      expect(huge).toMatchObject({ state: 'failed' });
      const bomb = { headers: { 'content-encoding': 'gzip' }, body: gzipSync('x'.repeat(50 * maxBytes)) };
      expect(await answered(bomb).failure()).toMatchObject({ state: 'failed' });
    });

    it('stops at once when its caller does', async () => {
      const opened = answered({ ending: 'never' });
      const stop = new AbortController();
      const arrived = site.request(site.requests.length);
      const search = opened.search('x', { signal: stop.signal });
      await arrived;
      stop.abort();
      await expect(search).rejects.toMatchObject({ code: 'aborted' });
      await expect(opened.search('x', { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
    });
  });
}
