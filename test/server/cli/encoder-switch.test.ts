import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngest } from '../../../server/cli/run-ingest.js';
import { type Assistant, createAssistant } from '../../../src/assistant.js';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { manifestOf } from '../../../src/store/open-index.js';

const modelsFolder = join(import.meta.dirname, '..', '..', 'fixtures', 'models');

/** One index goes from the static encoder to a contextual one and back; each test goes on from the one before. */
describe('switching the encoder of an index', () => {
  let folder = '';
  let config: Config;
  let assistant: Assistant;
  const encoder = async () => (await manifestOf(join(config.indexesFolder, 'fruit'))).embedder.name;
  const first = async (mode: 'dense' | 'default') =>
    (await assistant.search('Where do bananas ripen?', { index: 'fruit', mode })).hits.map(
      (hit) => hit.chunk.document.name,
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switch-'));
    await mkdir(join(folder, 'texts'));
    await writeFile(join(folder, 'texts', 'apples.md'), '# Apples\n\nApples are red and grow on trees.\n');
    await writeFile(join(folder, 'texts', 'bananas.md'), '# Bananas\n\nBananas are yellow and ripen on ships.\n');
    const settings = loadConfig({ DOCENT_MODELS: modelsFolder });
    config = { ...settings, indexesFolder: join(folder, 'indexes') };
    await runIngest({ config, index: 'fruit', paths: [join(folder, 'texts')] });
    assistant = createAssistant(config);
  });
  afterAll(async () => {
    await assistant.close();
    await rm(folder, { recursive: true });
  });

  it('begins with the default', async () => {
    expect(await encoder()).toBe('docent-static');
    expect(await first('dense')).toHaveLength(2);
  });

  it('embeds everything anew with the encoder that is named, and says so', async () => {
    const notes: string[] = [];
    const job = { config, index: 'fruit', embedder: 'docent-contextual', onNote: (text: string) => notes.push(text) };
    const { files, chunks } = await runIngest(job);
    expect([files.added, chunks.reused]).toEqual([2, 0]);
    expect(notes).toEqual([expect.stringMatching(/made with docent-static.*anew with docent-contextual/u)]);
    expect(await encoder()).toBe('docent-contextual');
  });

  it('is noticed by whoever had the index open, in dense search and in the ranker with its late interaction', async () => {
    expect(await first('dense')).toHaveLength(2);
    expect((await first('default'))[0]).toBe('bananas.md');
  });

  it('stays with the encoder of the index where none is named', async () => {
    await writeFile(join(folder, 'texts', 'cherries.md'), '# Cherries\n\nCherries are red.\n');
    const { files } = await runIngest({ config, index: 'fruit' });
    expect(files).toMatchObject({ added: 1, unchanged: 2 });
    expect(await encoder()).toBe('docent-contextual');
  });

  it('does not embed anew where the index has that encoder already', async () => {
    const { files } = await runIngest({ config, index: 'fruit', embedder: 'docent-contextual' });
    expect(files).toMatchObject({ added: 0, unchanged: 3 });
  });

  it('leaves the index alone where the encoder is not there', async () => {
    const failed = runIngest({ config, index: 'fruit', embedder: 'docent-ranker' });
    await expect(failed).rejects.toMatchObject({ code: 'embedder-not-found' });
    expect(await encoder()).toBe('docent-contextual');
    expect(await first('dense')).toHaveLength(3);
  });

  it('refuses an index of another encoder than the one that is set for all', async () => {
    const set: Config = { ...config, embedder: { ...config.embedder, isDefault: false } };
    const refused = { code: 'embedder-mismatch', hint: expect.stringContaining('--rebuild') as string };
    await expect(runIngest({ config: set, index: 'fruit' })).rejects.toMatchObject(refused);
    const strict = createAssistant(set);
    await expect(strict.search('bananas', { index: 'fruit' })).rejects.toMatchObject(refused);
    await strict.close();
  });

  it('goes back', async () => {
    await runIngest({ config, index: 'fruit', embedder: 'docent-static' });
    expect(await encoder()).toBe('docent-static');
    expect((await first('default'))[0]).toBe('bananas.md');
  });
});
