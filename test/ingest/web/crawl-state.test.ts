import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrawlState } from '../../../ingest/web/crawl-state.js';

const scope = { protocol: 'https:', host: 'a.test', folder: '/' };
let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crawl-state-'));
  path = join(folder, 'crawl.jsonl');
});
afterEach(async () => rm(folder, { recursive: true }));

/** A crawl of a start with two links, of which the first was read. */
async function halfDone(): Promise<CrawlState> {
  const state = await CrawlState.open(path);
  state.begin('https://a.test/ --depth 1', 1000);
  for (const [level, url] of [
    [0, 'https://a.test/'],
    [1, 'https://a.test/1'],
    [1, 'https://a.test/2'],
  ] as const) {
    state.find({ url, level });
  }
  const links = ['https://a.test/1', 'https://a.test/2'];
  state.settle('https://a.test/', { document: 'https://a.test/', hash: 'h0', etag: '"0"', links });
  state.setStarted(scope);
  state.settle('https://a.test/1', { document: 'https://a.test/1', hash: 'h1' });
  await state.save();
  return state;
}

function left(state: CrawlState): string[] {
  const urls: string[] = [];
  for (let page = state.next(); page !== undefined; page = state.next()) urls.push(page.url);
  return urls;
}

describe('what is remembered of a crawl', () => {
  it('is what it has still to visit, and what it knows of the rest', async () => {
    await halfDone();
    const state = await CrawlState.open(path);
    expect(state.isUnfinished('https://a.test/ --depth 1', 1000)).toBe(true);
    expect(state.isUnfinished('https://a.test/ --depth 1', 1001)).toBe(false);
    expect(state.isUnfinished('https://a.test/ --depth 2', 0)).toBe(false);
    state.resume(() => true);
    expect(left(state)).toEqual(['https://a.test/2']);
    expect(state.scope).toEqual(scope);
  });

  it('does not take the place of the index: a page that is not in it is visited again', async () => {
    const state = await halfDone();
    state.resume(({ hash }) => hash === 'h0');
    expect(left(state)).toEqual(['https://a.test/1', 'https://a.test/2']);
  });

  it('survives a line that was cut off', async () => {
    await halfDone();
    await appendFile(path, '\n{"type":"found","url":"https://a.te');
    const state = await CrawlState.open(path);
    state.find({ url: 'https://a.test/3', level: 1 });
    state.settle('https://a.test/3', { document: 'https://a.test/3', hash: 'h3' });
    await state.save();
    const again = await CrawlState.open(path);
    again.resume(() => true);
    expect(again.knownPage('https://a.test/3')).toMatchObject({ hash: 'h3' });
    expect(left(again)).toEqual(['https://a.test/2']);
  });

  it('keeps links and validators for the next crawl, and drops what is not needed', async () => {
    const state = await halfDone();
    state.begin('https://a.test/ --depth 1', 2000);
    state.settle('https://a.test/2', { document: 'https://a.test/2', hash: 'h2' });
    await state.end((url) => url === 'https://a.test/');
    const next = await CrawlState.open(path);
    expect(next.isUnfinished('https://a.test/ --depth 1', 0)).toBe(false);
    next.begin('https://a.test/ --depth 1', 3000);
    expect(next.knownPage('https://a.test/')).toEqual({
      document: 'https://a.test/',
      hash: 'h0',
      etag: '"0"',
      links: ['https://a.test/1', 'https://a.test/2'],
    });
    expect([...next.earlierDocuments().keys()]).toEqual(['https://a.test/', 'https://a.test/2']);
    expect(left(next)).toEqual([]);
    expect((await readFile(path, 'utf8')).match(/"found"/gu)).toHaveLength(3);
  });
});
