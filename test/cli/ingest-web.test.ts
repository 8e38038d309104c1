import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
