import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSearchCache, type SearchCacheOptions } from '../../../src/web/search/search-cache.js';
import type { SearchOutcome } from '../../../src/web/search/search-outcome.js';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.js';

const key = { providers: ['searxng', 'brave'], query: 'ferry timetable', count: 10, safeSearch: 'strict' } as const;
const day = 24 * 60 * 60_000;

describe('the cache of web searches', () => {
  let folder: string;
  let clock: ManualClock;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'docent-web-cache-')), 'indexes', '.web-cache');
    clock = manualClock();
    clock.advance(1_700_000_000_000);
  });
  afterEach(() => rm(join(folder, '..', '..'), { recursive: true, force: true }));

  let seed = 0;
  const open = (options: Partial<SearchCacheOptions> = {}) =>
    createSearchCache({ folder, clock, random: () => (seed += 0.001), ...options });
  const outcome = (title = 'Ferries'): SearchOutcome => ({
    results: [{ title, url: 'https://harbour.example/', snippet: 'x', provider: 'brave', rank: 1 }],
    provider: 'brave',
    states: { searxng: { state: 'blocked', reason: 'r', retryAt: 5 }, brave: { state: 'answered' } },
    searchedAt: clock.now(),
    isFromCache: false,
  });

  it('gives back what was found, and says that it was kept', async () => {
    const found = outcome();
    await open().write(key, found);
    clock.advance(day - 1);
    expect(await open().read(key)).toEqual({ ...found, isFromCache: true });
  });

  it('tells searches apart by providers, their order, query and count', async () => {
    await open().write(key, outcome());
    for (const other of [
      { ...key, providers: ['brave', 'searxng'] },
      { ...key, providers: ['brave'] },
      { ...key, query: 'ferry' },
      { ...key, count: 9 },
    ]) {
      expect(await open().read(other)).toBeUndefined();
    }
  });

  it('forgets after a day, and "nothing found" after an hour', async () => {
    await open().write(key, outcome());
    await open().write({ ...key, query: 'other' }, { ...outcome(), results: [] });
    clock.advance(day / 24 - 1);
    expect(await open().read({ ...key, query: 'other' })).toMatchObject({ results: [], isFromCache: true });
    clock.advance(1);
    expect(await open().read({ ...key, query: 'other' })).toBeUndefined();
    clock.advance((day * 23) / 24);
    expect(await open().read(key)).toBeUndefined();
  });

  it('does not trust an entry from the future', async () => {
    await open().write(key, { ...outcome(), searchedAt: clock.now() + 5000 });
    expect(await open().read(key)).toBeUndefined();
  });

  it.each([
    ['cut', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['of another search', (text: string) => text.replace('ferry timetable', 'fairy timetable')],
    ['with an address that is none of the web', (text: string) => text.replace('https://harbour', 'javascript://x')],
    ['of another form', () => '{"key":"x","outcome":[]}'],
    ['huge', (text: string) => text.replace('Ferries', 'F'.repeat(300_000))],
  ])('ignores an entry that is %s, and writes it anew', async (_, damage) => {
    await open().write(key, outcome());
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), damage(await readFile(join(folder, name), 'utf8')));
    expect(await open().read(key)).toBeUndefined();
    await open().write(key, outcome('Anew'));
    expect((await open().read(key))?.results[0]?.title).toBe('Anew');
  });

  it('keeps only so many, the oldest go first', async () => {
    const cache = open({ maxEntries: 3 });
    for (const query of ['one', 'two', 'three', 'four', 'five']) {
      await cache.write({ ...key, query }, outcome(query));
      clock.advance(1000);
    }
    expect(await readdir(folder)).toHaveLength(3);
    expect(await cache.read({ ...key, query: 'two' })).toBeUndefined();
    expect(await cache.read({ ...key, query: 'three' })).toBeDefined();
  });

  it('deletes what is too old, and what a killed process left, and nothing that is not its own', async () => {
    await open().write({ ...key, query: 'old' }, outcome());
    await writeFile(join(folder, 'left-1.unfinished'), 'half');
    await utimes(join(folder, 'left-1.unfinished'), 1, 1);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await utimes(join(folder, 'notes.txt'), 1, 1);
    clock.advance(day + 1000);
    await open().write(key, outcome());
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    expect(names).toContain('notes.txt');
  });

  it('is readable by its owner only: queries are private', async () => {
    await open().write(key, outcome());
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o077).toBe(process.platform === 'win32' ? expect.anything() : 0);
  });

  it('neither rejects nor leaves anything where nothing can be written, and says so once for each search', async () => {
    const occupied = join(folder, '..', '..', 'file');
    await writeFile(occupied, '');
    const told: string[] = [];
    const log = { warn: (text: string) => told.push(text), error: () => 0, info: () => 0, debug: () => 0 };
    const cache = open({ folder: join(occupied, 'cache'), log });
    await cache.write(key, outcome());
    expect(await cache.read(key)).toBeUndefined();
    expect(told).toEqual([expect.stringMatching(/is not kept in .*ENOTDIR/u)]);
  });

  it('keeps the old entry where a new one cannot be written to its end', async () => {
    const fixed = { random: () => 0.5 };
    await open(fixed).write(key, outcome('Old'));
    // Another process writes under the same name at this moment.
    await writeFile(join(folder, `i-${process.pid}.unfinished`), '');
    await open(fixed).write(key, outcome('New'));
    expect((await open().read(key))?.results[0]?.title).toBe('Old');
  });
});
