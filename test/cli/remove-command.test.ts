import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runIngest } from '../../server/cli/run-ingest.js';
import { runRemove } from '../../server/cli/run-remove.js';
import { type Config, loadConfig } from '../../src/core/config.js';
import { indexExists } from '../../src/store/open-index.js';
import { CommandLine } from './docent.js';

// Each run is a process; on a busy machine it takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('docent remove', () => {
  let docent: CommandLine;
  let config: Config;
  const contracts = () => `${docent.folder}/contracts`;
  const notes = () => `${docent.folder}/notes`;

  beforeAll(async () => {
    docent = new CommandLine();
    config = { ...loadConfig({}), indexesFolder: docent.indexes };
    docent.have({ 'contracts/lease.md': '# Lease\n\nThe lease ends in May.\n', 'notes/a.md': '# A\n\nA note.\n' });
    await runIngest({ config, index: 'default', paths: [contracts(), notes()] });
  });
  afterAll(() => docent.close());

  it('says what went and what is left, and a rebuild does not bring it back', async () => {
    const { code, stdout } = await docent.run(['remove', 'documents/contracts', '--json']);
    expect({ code, summary: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      summary: {
        index: 'default',
        removed: [contracts()],
        documents: { deleted: 1, kept: 0 },
        chunks: { deleted: 1 },
        sources: [notes()],
        durationMs: expect.any(Number) as number,
      },
    });
    const { files } = await runIngest({ config, index: 'default', rebuild: true });
    expect(files).toMatchObject({ seen: 1, added: 1 });
  });

  it('names the sources where it is given none of them', async () => {
    const { code, stderr } = await docent.run(['remove', 'https://example.org/']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: The index "default" has no source https://example.org/. (invalid-request)\nIts sources:\n  ${notes()}\n`,
    });
  });

  it('makes no index where there is none', async () => {
    const removal = runRemove({ config, index: 'none', sources: [notes()] });
    await expect(removal).rejects.toMatchObject({ code: 'index-not-found' });
    expect(await indexExists(`${docent.indexes}/none`)).toBe(false);
  });
});
