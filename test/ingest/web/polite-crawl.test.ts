import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pauseBy } from '../../../ingest/web/host-gate.js';
import { manualClock } from '../../fakes/manual-clock.js';
import { html, WebWorkplace } from './web-workplace.js';

let web: WebWorkplace;
beforeEach(async () => {
  web = new WebWorkplace();
  await web.open();
});
afterEach(async () => web.close());

/** Milliseconds between requests. */
function gaps(): number[] {
  return web.requests.slice(1).map(({ at }, index) => at - (web.requests[index]?.at ?? 0));
}

describe('a crawl as a guest', () => {
  beforeEach(() => {
    web.pages = { '/': html('Start. Here it begins.', ['/a', '/closed']), '/a': html('Page a. First.') };
    web.pages['/closed'] = html('Closed. Not for programs.');
  });

  it('asks once a second, or as often as it may, under its own name', async () => {
    await web.ingest('/', { depth: 1 });
    expect(gaps()).toEqual([1000, 1000, 1000]);
    expect(web.requests[0]?.headers['user-agent']).toMatch(/^docent\/\d+\.\d+\.\d+ \(/u);
    web.requests.length = 0;
    await web.ingest('/', { depth: 1, rate: 4 });
    expect(gaps()).toEqual([250, 250, 250]);
  });

  it.each([
    ['a crawl delay', 'User-agent: *\nCrawl-delay: 3', 3000],
    ['a crawl delay of ten seconds at most', 'User-agent: docent\nCrawl-delay: 600', 10_000],
  ])('keeps %s', async (_, robots, gap) => {
    web.pages['/robots.txt'] = robots;
    await web.ingest('/', { depth: 1 });
    expect(gaps()).toEqual([gap, gap, gap]);
  });

  it('does not read what robots.txt closes', async () => {
    web.pages['/robots.txt'] = 'User-agent: *\nDisallow: /closed\n\nUser-agent: other\nDisallow: /';
    expect(await web.after('/', { depth: 1 })).toEqual({ added: 2, skipped: 1, documents: ['/', '/a'] });
    expect(web.asked()).toEqual(['/', '/a']);
    const { failures } = await web.ingest('/closed');
    expect(failures).toMatchObject([{ code: 'web-address-refused', reason: expect.stringContaining('robots.txt') }]);
    expect(web.asked()).toEqual([]);
  });

  it('does not read a site whose robots.txt cannot be read, says so, and removes nothing', async () => {
    await web.ingest('/', { depth: 1 });
    web.asked();
    web.pages['/robots.txt'] = { status: 503 };
    expect(await web.after('/', { depth: 1 })).toEqual({ failed: 1, documents: ['/', '/a', '/closed'] });
    expect(web.asked()).toEqual([]);
    expect(await web.failures()).toEqual(['/: web-unavailable']);
    await expect(web.ingest('/', { depth: 1, mustSucceed: true })).rejects.toMatchObject({ code: 'web-unavailable' });
    web.pages['/robots.txt'] = '';
    expect(await web.after('/', { depth: 1 })).toMatchObject({ unchanged: 3 });
    expect(await web.failures()).toEqual([]);
  });

  it('comes back when a server says when, and not before', async () => {
    let refusals = 1;
    web.pages['/a'] = () => {
      refusals -= 1;
      return refusals >= 0 ? { status: 429, headers: { 'retry-after': '30' } } : html('Page a. First.');
    };
    web.pages['/closed'] = { status: 503, headers: { 'retry-after': '86400' } };
    expect(await web.after('/', { depth: 1 })).toEqual({ added: 2, failed: 1, documents: ['/', '/a'] });
    expect(gaps()).toEqual([1000, 1000, 30_000, 1000]);
  });

  it('goes on where it was killed, with what it had read in the index', async () => {
    const names = Array.from({ length: 9 }, (_, number) => `/page-${number}`);
    web.pages = { '/': html('Start. Here it begins.', names) };
    for (const name of names) web.pages[name] = html(`Text of ${name}. It is kept.`);
    const controller = new AbortController();
    web.pages['/page-7'] = () => {
      controller.abort(new Error('killed'));
      return '';
    };
    const run = { signal: controller.signal };
    await expect(web.ingest('/', { depth: 1, run })).rejects.toThrow('killed');
    // Three pages share a commit: of eight that were read, six are in.
    expect(await web.documents()).toEqual(['/', ...names.slice(0, 5)]);
    expect(await web.sources()).toEqual(['/ --depth 1']);
    web.asked();
    web.pages['/page-7'] = html('Text of the seventh. It is kept.');
    expect((await web.after('/', { depth: 1 })).documents).toEqual(['/', ...names]);
    expect(web.asked()).toEqual(names.slice(5));
    expect(await web.after('/', { depth: 1 })).toMatchObject({ unchanged: 10 });
  });

  it('begins anew where a crawl was killed long ago', async () => {
    const controller = new AbortController();
    web.pages['/a'] = () => {
      controller.abort(new Error('killed'));
      return '';
    };
    const run = { signal: controller.signal };
    await expect(web.ingest('/', { depth: 1, run })).rejects.toThrow('killed');
    web.network.clock.advance(25 * 60 * 60 * 1000);
    web.pages['/a'] = html('Page a. First.');
    web.asked();
    expect((await web.after('/', { depth: 1 })).documents).toEqual(['/', '/a', '/closed']);
    expect(web.asked()).toEqual(['/', '/a', '/closed']);
  });
});

describe('a pause', () => {
  it('lasts as long as it should by the clock, and ends with its signal', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const first = pauseBy(clock)(1000, controller.signal);
    expect(clock.pending()).toEqual([1000]);
    clock.advance(1000);
    await first;
    const second = pauseBy(clock)(1000, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    expect(clock.pending()).toEqual([]);
  });
});
