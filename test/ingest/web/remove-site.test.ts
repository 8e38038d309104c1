import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeSources } from '../../../ingest/remove-sources.js';
import { openIndexWriter } from '../../../src/store/open-index.js';
import { html, WebWorkplace } from './web-workplace.js';

let web: WebWorkplace;
const states = () => readdirSync(web.place.uri).filter((name) => name.startsWith('crawl-'));

/** What `docent remove` does. */
async function remove(path: string) {
  const { uri, embedder } = web.place;
  const { name, fingerprint, dimensions } = embedder;
  const writer = await openIndexWriter(uri, { embedder: { name, fingerprint, dimensions }, owner: 'test' });
  try {
    const journal = await web.place.journal();
    return await removeSources({ index: 'test', sources: [web.url(path)], writer, journal, folder: uri });
  } finally {
    await writer.close();
  }
}

beforeEach(async () => {
  web = new WebWorkplace();
  await web.open();
  web.place.have({ 'note.md': '# Note\n\nA note of a file.\n' });
  web.pages = {
    '/docs/': html('Start. Here it begins.', ['/docs/a', '/docs/b', '/docs/missing', '/old']),
    '/docs/a': html('Page a. First.'),
    '/docs/b': html('Page b. Second.'),
    '/docs/missing': { status: 503 },
    '/about': html('About. Whose site this is.'),
  };
  await web.ingest('/docs/', { depth: 1 });
  await web.ingest('/docs/a', { run: { paths: [web.place.folder] } });
  await web.ingest('/about');
  web.asked();
});
afterEach(() => web.close());

describe('a site that is taken out of an index', () => {
  it('goes with its pages, failures and state, and without a request; what another source has brought stays', async () => {
    expect(await web.failures()).toEqual(['/docs/missing: web-page-failed']);
    const { documents, removed } = await remove('/docs/#part');
    expect({ documents, removed }).toEqual({
      documents: { deleted: 2, kept: 1 },
      removed: [`${web.url('/docs/')} --depth 1`],
    });
    expect(await web.documents()).toEqual(['/about', '/docs/a', join(web.place.folder, 'note.md')].sort());
    expect(await web.sources()).toEqual(['/docs/a', web.place.folder, '/about']);
    expect([await web.failures(), states().length, web.asked()]).toEqual([[], 2, []]);
  });

  it('goes whole: a page of it is refused', async () => {
    await expect(remove('/docs/b')).rejects.toMatchObject({
      message: expect.stringContaining(`is part of the source ${web.url('/docs/')} --depth 1`),
      hint: expect.stringContaining('by their own addresses'),
    });
    await expect(remove('/elsewhere')).rejects.toThrow('has no source');
  });

  it('takes along pages that a killed crawl has not noted', async () => {
    for (const name of states()) rmSync(join(web.place.uri, name));
    await remove('/docs/');
    expect(await web.documents()).toEqual(['/about', join(web.place.folder, 'note.md')].sort());
  });
});
