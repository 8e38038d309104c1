import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/core/config.js';
import type { SearchProviderName } from '../../../src/core/web-config.js';
import { type OpenWebSearchOptions, openWebSearch } from '../../../src/web/search/open-web-search.js';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.js';
import { json, type ScriptedSite, startScriptedSite } from './scripted-site.js';

const duckPage = (url: string) =>
  `<html><body><div class="result"><a class="result__a" href="${url}">T</a></div></body></html>`;
const blocked = { status: 202, body: '<form id="challenge-form">' };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the web search of the settings', () => {
  const sites = {} as Record<SearchProviderName, ScriptedSite>;
  const names = ['duck-duck-scrape', 'duckduckgo-html', 'searxng', 'brave', 'tavily'] as const;
  let folder: string;
  let clock: ManualClock;

  beforeAll(async () => {
    for (const name of names) sites[name] = await startScriptedSite();
  });
  afterAll(async () => {
    for (const name of names) await sites[name].close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docent-web-search-'));
    clock = manualClock();
    sites['duck-duck-scrape'].answer(blocked);
    sites['duckduckgo-html'].answer(blocked);
    sites.searxng.answer({ status: 429 });
    sites.brave.answer({ status: 401 });
    sites.tavily.answer({ status: 500 });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (environment: Record<string, string> = {}, options: OpenWebSearchOptions = {}) => {
    const config = loadConfig({
      DOCENT_INDEXES: folder,
      DOCENT_SEARXNG_URL: sites.searxng.origin,
      BRAVE_SEARCH_API_KEY: 'brave-secret',
      TAVILY_API_KEY: 'tavily-secret',
      ...environment,
    });
    const origins = Object.fromEntries(names.map((name) => [name, sites[name].origin]));
    return openWebSearch(config, { clock, random: () => 0, intervalMs: 0, origins, ...options });
  };
  const asked = () => names.map((name) => sites[name].requests.length);

  it.each([
    ['duckduckgo-html', () => ({ body: duckPage('https://a.example/') })],
    ['searxng', () => json({ results: [{ url: 'https://a.example/', title: 'T' }] })],
    ['brave', () => json({ type: 'search', query: {}, web: { results: [{ url: 'https://a.example/', title: 'T' }] } })],
    ['tavily', () => json({ results: [{ url: 'https://a.example/', title: 'T', content: '' }] })],
  ] as const)('falls through to %s, and names what came of each', async (name, reply) => {
    sites[name].answer(reply());
    const { provider, results, states } = await open().search('ferry');
    expect(provider).toBe(name);
    expect(results).toMatchObject([{ url: 'https://a.example/', title: 'T', provider: name }]);
    const place = names.indexOf(name);
    const before = ['blocked', 'blocked', 'rate-limited', 'refused-key', 'failed'].slice(0, place);
    const after = names.slice(place + 1).map(() => 'not-asked');
    expect(names.map((each) => states[each]?.state)).toEqual([...before, 'answered', ...after]);
  });

  it('says that the web was not available where all fail, without a word of a key', async () => {
    const error = await open()
      .search('ferry')
      .then(
        () => expect.unreachable(),
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({
      code: 'web-unavailable',
      states: {
        'duck-duck-scrape': { state: 'blocked' },
        'duckduckgo-html': { state: 'blocked' },
        searxng: { state: 'rate-limited' },
        brave: { state: 'refused-key' },
        tavily: { state: 'failed' },
      },
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/brave-secret|tavily-secret/u);
  });

  it('asks in the order of the settings, and nobody else', async () => {
    const before = asked();
    sites.brave.answer(json({ type: 'search', query: {} }));
    const { provider, states } = await open({ DOCENT_WEB_SEARCH: 'searxng, brave' }).search('ferry');
    expect(provider).toBe('brave');
    expect(Object.keys(states)).toEqual(['searxng', 'brave']);
    expect(asked().map((count, index) => count - (before[index] ?? 0))).toEqual([0, 0, 1, 1, 0]);
  });

  it('never asks a host more than once a second, whoever asks and whatever fails', async () => {
    const site = await startScriptedSite();
    const times: number[] = [];
    site.answer(() => {
      times.push(clock.now());
      return json({ results: [{ url: 'https://a.example/', title: 'T' }] });
    });
    const search = open(
      { DOCENT_WEB_SEARCH: 'searxng,brave,tavily', DOCENT_SEARXNG_URL: site.origin },
      { intervalMs: 1000, origins: { brave: site.origin, tavily: site.origin } },
    );
    // Brave and Tavily cannot read this, so every search that is not the first makes one request or more.
    const searches = ['a', 'b', 'c', 'd', 'e'].map((query) => search.search(query));
    for (let number = 0; number < 5; number += 1) {
      await site.request(number);
      while (clock.now() < (number + 1) * 1000) {
        await settled();
        clock.advance(250);
      }
    }
    await Promise.all(searches);
    expect(times).toHaveLength(5);
    for (const [index, time] of times.entries()) {
      if (index > 0) expect(time - (times[index - 1] ?? time)).toBeGreaterThanOrEqual(1000);
    }
    await site.close();
  });

  it('keeps what it found in a folder beside the indexes, and asks nobody again', async () => {
    sites.searxng.answer(json({ results: [{ url: 'https://a.example/', title: 'T' }] }));
    const first = await open({ DOCENT_WEB_SEARCH: 'searxng' }).search('ferry');
    expect(await readdir(folder)).toEqual(['.web-cache']);
    const before = asked();
    expect(await open({ DOCENT_WEB_SEARCH: 'searxng' }).search('ferry')).toEqual({ ...first, isFromCache: true });
    expect(asked()).toEqual(before);
    clock.advance(24 * 60 * 60_000);
    expect((await open({ DOCENT_WEB_SEARCH: 'searxng' }).search('ferry')).isFromCache).toBe(false);
  });

  it('keeps nothing where it shall not', async () => {
    sites.searxng.answer(json({ results: [{ url: 'https://a.example/', title: 'T' }] }));
    const search = open({ DOCENT_WEB_SEARCH: 'searxng' }, { cacheFolder: false });
    await search.search('ferry');
    expect((await search.search('ferry')).isFromCache).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });
});
