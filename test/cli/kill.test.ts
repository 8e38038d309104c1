import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { indexSnapshot } from '../ingest/index-snapshot.js';
import { CommandLine, outcomeOf } from './docent.js';

// Each test starts several processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let docent: CommandLine;
beforeEach(() => {
  docent = new CommandLine();
});
afterEach(async () => {
  await docent.close();
});

/** Resolves when the file is there. */
function appeared(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { recursive: true }, check);
    function check() {
      if (!existsSync(join(folder, name))) return;
      watcher.close();
      resolve();
    }
    check();
  });
}

describe('kill -9', () => {
  it('in the middle of an ingest leaves nothing half done: the next one makes the index whole', async () => {
    const names = Array.from({ length: 150 }, (_, number) => `file-${number}.md`);
    docent.have(Object.fromEntries(names.map((name) => [name, `# Of ${name}\n\nIt holds the words of ${name}.\n`])));
    docent.have({ '../indexes/.keep': '' });
    const killed = docent.start(['ingest', docent.folder]);
    const ended = outcomeOf(killed);
    // The journal's first line is written right before the first commit.
    await appeared(docent.indexes, 'default/journal.jsonl');
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    expect((await ended).code).toBe(null);

    const finished = await docent.run(['ingest', docent.folder, '--json']);
    expect(finished.code).toBe(0);
    expect(JSON.parse(finished.stdout).files).toMatchObject({ seen: names.length, failed: 0 });
    const undisturbed = await docent.run(['ingest', docent.folder, '--index', 'undisturbed']);
    expect(undisturbed.code).toBe(0);
    const [actual, expected] = await Promise.all(
      ['default', 'undisturbed'].map((name) => indexSnapshot(join(docent.indexes, name))),
    );
    expect(actual?.documents).toHaveLength(names.length);
    expect(actual?.documents).toEqual(expected?.documents);
    expect(actual?.pages).toEqual(expected?.pages);
    expect(actual?.chunks).toEqual(expected?.chunks);
    expect(actual?.mentions).toHaveLength(actual?.chunks.length ?? 0);
    expect(actual?.mentions).toEqual(expected?.mentions);
  });
});
