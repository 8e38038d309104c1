import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../core/errors.js';

/** Ends the name of a file that is being written. */
export const unfinishedSuffix = '.unfinished';
/** Whatever is still unfinished then was left by a process that was killed. */
const longestWriteMs = 10 * 60_000;

interface Entry {
  readonly path: string;
  readonly time: number;
}

/** Deletes what is older than `before`, then the oldest beyond `maxEntries`. Other files in the folder stay. */
export async function pruneCache(folder: string, limits: { before: number; maxEntries: number }): Promise<void> {
  const names = await readdir(folder);
  const entries = (await Promise.all(names.filter(isEntry).map((name) => entryAt(join(folder, name))))).flat();
  const newestFirst = entries.sort((a, b) => b.time - a.time || (a.path < b.path ? -1 : 1));
  const old = newestFirst.filter(({ time }, place) => time < limits.before || place >= limits.maxEntries);
  const unfinished = names.filter((name) => name.endsWith(unfinishedSuffix));
  const written = (await Promise.all(unfinished.map((name) => entryAt(join(folder, name))))).flat();
  // Their time is the disk's own, not the search's.
  const left = written.filter(({ time }) => time < Date.now() - longestWriteMs);
  await Promise.all([...old, ...left].map(({ path }) => rm(path, { force: true })));
}

function isEntry(name: string): boolean {
  return /^[\da-f]{32}\.json$/u.test(name);
}

async function entryAt(path: string): Promise<Entry[]> {
  try {
    return [{ path, time: (await stat(path)).mtimeMs }];
  } catch (error) {
    // Another process was quicker.
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
