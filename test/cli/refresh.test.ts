import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngest } from '../../server/cli/run-ingest.js';
import { type Config, loadConfig } from '../../src/core/config.js';

describe('ingesting what an index was built from', () => {
  let folder = '';
  let config: Config;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'refresh-'));
    for (const name of ['drive', 'home']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'note.md'), `# ${name}\n\nA note that is kept on the ${name}.\n`);
    }
    config = { ...loadConfig({}), indexesFolder: join(folder, 'indexes') };
    await runIngest({ config, index: 'notes', paths: [join(folder, 'drive'), join(folder, 'home')] });
    await rm(join(folder, 'drive'), { recursive: true });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('goes on without a source that is not there, keeps what came from it, and says so', async () => {
    const { files, skipped } = await runIngest({ config, index: 'notes' });
    expect(files).toMatchObject({ unchanged: 1, deleted: 0, failed: 0 });
    expect(skipped).toEqual([{ path: join(folder, 'drive'), reason: expect.stringContaining('stays in the index') }]);
  });

  it('does not rebuild without it', async () => {
    await expect(runIngest({ config, index: 'notes', rebuild: true })).rejects.toMatchObject({
      code: 'path-not-found',
    });
  });
});
