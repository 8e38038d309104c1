import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../../server/cli/commands/status-command.js';
import { runIngest } from '../../server/cli/run-ingest.js';
import { type Config, loadConfig } from '../../src/core/config.js';
import { indexExists } from '../../src/store/open-index.js';
import { html, WebWorkplace } from '../ingest/web/web-workplace.js';
import { CommandLine } from './docent.js';

describe('an index of a folder and a site', () => {
  const web = new WebWorkplace();
  let folder = '';
  let config: Config;

  beforeAll(async () => {
    await web.open();
    folder = await mkdtemp(join(tmpdir(), 'ingest-web-'));
    await mkdir(join(folder, 'notes'));
    await writeFile(join(folder, 'notes', 'note.md'), '# Note\n\nA note that is kept.\n');
    config = { ...loadConfig({}), indexesFolder: join(folder, 'indexes') };
    web.pages = { '/docs/': html('Start. Here it begins.', ['/docs/a']), '/docs/a': html('Page a. First.') };
  });
  afterAll(async () => {
    await web.close();
    await rm(folder, { recursive: true });
  });

  const job = (paths: readonly string[] = [], rebuild = false) => {
    const { network, pause } = web;
    return runIngest({ config, index: 'both', paths, crawl: { depth: 1 }, rebuild, web: { network, pause } });
  };

  it('is filled from both, brought up to date from both without paths, and rebuilt from both', async () => {
    expect((await job([join(folder, 'notes'), web.url('/docs/')])).files).toMatchObject({ added: 3, failed: 0 });
    web.pages['/docs/a'] = { status: 404 };
    await writeFile(join(folder, 'notes', 'note.md'), '# Note\n\nAnother note that is kept.\n');
    expect((await job()).files).toMatchObject({ updated: 1, unchanged: 1, deleted: 1 });
    web.pages['/docs/a'] = html('Page a. Back again.');
    expect((await job([], true)).files).toMatchObject({ added: 3, failed: 0 });
    web.pages['/docs/'] = { status: 500 };
    await expect(job([], true)).rejects.toMatchObject({ code: 'web-page-failed' });
    expect((await job()).files).toMatchObject({ unchanged: 1, deleted: 0, failed: 1 });
  });

  it('is not made for an address that must not be read', async () => {
    const address = 'http://169.254.169.254/latest';
    await expect(runIngest({ config, index: 'none', paths: [address] })).rejects.toMatchObject({
      code: 'web-address-refused',
    });
    expect(await indexExists(join(config.indexesFolder, 'none'))).toBe(false);
  });
});

describe('the first ingest of an index', () => {
  const web = new WebWorkplace();
  let config: Config;
  const first = (index: string, ...paths: readonly string[]) => {
    const { network, pause } = web;
    return runIngest({ config, index, paths, web: { network, pause } });
  };

  beforeAll(async () => {
    await web.open();
    config = { ...loadConfig({}), indexesFolder: join(web.place.root, 'indexes') };
    // A folder whose rules cannot be read is not read.
    web.place.have({ 'closed/.gitignore/rule': '', 'closed/note.md': 'A note.', 'open/note.md': 'A note.' });
  });
  afterAll(() => web.close());

  it('leaves nothing behind where there is nothing to read', async () => {
    const closed = join(web.place.folder, 'closed');
    const { files, failures } = await first('none', web.url('/missing'), closed);
    expect(files.failed).toBe(2);
    expect(failures.map(({ code }) => code)).toEqual(['file-unreadable', 'web-page-failed']);
    expect(await readdir(config.indexesFolder)).toEqual([]);
  });

  it('leaves nothing behind where it is stopped before anything is in', async () => {
    const controller = new AbortController();
    web.pages['/stopping'] = () => {
      controller.abort(new Error('stopped'));
      return html('Stopping. It comes too late.');
    };
    const { network, pause } = web;
    const paths = [web.url('/stopping')];
    const stopped = runIngest({ config, index: 'none', paths, web: { network, pause }, signal: controller.signal });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await readdir(config.indexesFolder)).toEqual([]);
  });

  it('keeps the index where anything of it could be read, and what was in one before', async () => {
    await first('one', web.url('/missing'), join(web.place.folder, 'open'));
    await first('one', join(web.place.folder, 'closed'));
    expect(await statusOf('one')).toMatchObject({ stats: { documents: 1 }, failures: [{ code: 'file-unreadable' }] });
  });

  it.each([
    ['has trouble', { status: 503 }],
    ['is far too long', { body: Buffer.alloc(10_000_001, '#') }],
    ['leads to where nobody should go', { status: 301, headers: { location: 'http://10.0.0.1/robots.txt' } }],
  ])('lists a site as a source with a failure where its robots.txt %s', async (_, robots) => {
    web.pages['/robots.txt'] = robots;
    await first('site', web.url('/docs/'));
    expect(await statusOf('site')).toMatchObject({
      manifest: { sources: [web.url('/docs/')] },
      failures: [{ uri: web.url('/docs/'), code: 'web-unavailable' }],
    });
    await rm(join(config.indexesFolder, 'site'), { recursive: true });
  });

  /** What `docent status` shows. */
  const statusOf = (name: string) => stateOf(config, name, true);
});

describe('docent ingest with a web address', () => {
  const docent = new CommandLine();
  afterAll(async () => docent.close());

  it('refuses private addresses, and options that would do nothing', async () => {
    const refused = await docent.run(['ingest', 'http://127.0.0.1:8080/']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('web-address-refused') });
    const idle = await docent.run(['ingest', docent.folder, '--depth', '2']);
    expect(idle).toMatchObject({ code: 1, stderr: expect.stringContaining('none was given') });
  });
});
