import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexSnapshot } from '../ingest/index-snapshot.js';
import { CommandLine, outcomeOf } from './docent.js';

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
    const section = (file: number, number: number) =>
      `## Part ${number}\n\n${`word${file} thing${number} `.repeat(60)}\n`;
    const text = (file: number) => [1, 2, 3].map((number) => section(file, number)).join('\n');
    docent.have(Object.fromEntries(Array.from({ length: 220 }, (_, file) => [`file-${file}.md`, text(file)])));
    docent.have({ '../indexes/.keep': '' });
    const killed = docent.start(['ingest', docent.folder]);
    const ended = outcomeOf(killed);
    // The journal's first line is written right before the first commit.
    await appeared(docent.indexes, 'default/journal.jsonl');
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    expect((await ended).code).toBe(null);

    const finished = await docent.run(['ingest', docent.folder, '--json']);
    expect(finished.code).toBe(0);
    expect(JSON.parse(finished.stdout).files).toMatchObject({ seen: 220, failed: 0 });
    const undisturbed = await docent.run(['ingest', docent.folder, '--index', 'undisturbed']);
    expect(undisturbed.code).toBe(0);
    const [actual, expected] = await Promise.all(
      ['default', 'undisturbed'].map((name) => indexSnapshot(join(docent.indexes, name))),
    );
    expect(actual?.documents).toHaveLength(220);
    expect(actual?.documents).toEqual(expected?.documents);
    expect(actual?.pages).toEqual(expected?.pages);
    expect(actual?.chunks).toEqual(expected?.chunks);
  });
});
