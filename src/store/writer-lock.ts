import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DocentError, systemErrorCode } from '../core/errors.js';
import { makeFolder } from '../core/make-folder.js';
import { indexNameOf, localFolderOf } from './index-location.js';
import { notWritableError } from './lance-errors.js';
import { currentProcess, isRunning } from './process-identity.js';

const holderSchema = z.object({
  token: z.string(),
  pid: z.number(),
  host: z.string(),
  processStart: z.string().optional(),
  /** The command that writes, as the user typed it. */
  owner: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface WriterLock {
  release(): Promise<void>;
}

/**
 * Takes the right to write an index: a file beside its tables that names its holder. What a dead process left is taken
 * over.
 * @throws DocentError `index-locked` saying who holds it; `index-not-writable`
 */
export async function takeWriterLock(uri: string, owner: string, nowMs: number): Promise<WriterLock> {
  const folder = localFolderOf(uri);
  if (folder === undefined) throw notWritableError(uri, new Error('docent writes to folders of this machine only'));
  const holder = { token: randomUUID(), ...currentProcess(), owner, since: new Date(nowMs).toISOString() };
  const path = join(folder, 'writer.lock');
  try {
    await makeFolder(folder);
    await take(path, holder, indexNameOf(uri));
  } catch (error) {
    if (error instanceof DocentError || systemErrorCode(error) === 'ENOSPC') throw error;
    throw notWritableError(uri, error);
  }
  return { release: () => release(path, holder) };
}

async function take(path: string, holder: Holder, name: string): Promise<void> {
  if (await placeNew(path, holder)) return;
  const before = await readHolder(path);
  if (before === 'gone') return take(path, holder, name);
  if (typeof before === 'object' && isRunning(before)) throw locked(before, path, name);
  await takeOver(path, holder, name);
}

/**
 * Only one process at a time may judge a lock stale and replace it, or a second one could replace the first one's new
 * lock. That right is a lock of its own, with the same rules.
 */
async function takeOver(path: string, holder: Holder, name: string): Promise<void> {
  const right = `${path}.takeover`;
  await take(right, holder, name);
  let isGone = false;
  try {
    const now = await readHolder(path);
    if (typeof now === 'object' && isRunning(now)) throw locked(now, path, name);
    isGone = now === 'gone';
    if (!isGone) await rename(await writeDraft(path, holder), path);
  } finally {
    await release(right, holder);
  }
  // Another taker came first and is done already: what is free now is not replaced but taken as any free lock is.
  if (isGone) await take(path, holder, name);
}

/** What file systems without hard links (exFAT, some network shares) answer to one. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'];

/** Written elsewhere first and linked: the lock appears with its whole content or not at all. */
async function placeNew(path: string, holder: Holder): Promise<boolean> {
  const draft = await writeDraft(path, holder);
  try {
    await link(draft, path).catch((error: unknown) => {
      if (!withoutLinks.includes(systemErrorCode(error) ?? '')) throw error;
      return copyFile(draft, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft(path: string, holder: Holder): Promise<string> {
  const draft = join(dirname(path), `.writer-${holder.token}`);
  await writeFile(draft, JSON.stringify(holder));
  return draft;
}

async function release(path: string, holder: Holder): Promise<void> {
  const now = await readHolder(path);
  if (typeof now === 'object' && now.token === holder.token) await rm(path, { force: true });
}

/** Empty: a loss of power came before the file's content was on the disk. */
async function readHolder(path: string): Promise<Holder | 'gone' | 'empty'> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'empty';
    throw error;
  }
}

function locked(holder: Holder, path: string, name: string): DocentError {
  const who = `\`${holder.owner}\` (process ${holder.pid} on ${holder.host})`;
  return new DocentError('index-locked', `The index "${name}" is being written by ${who} since ${holder.since}.`, {
    hint: `Wait until it is done, or stop it. If it no longer runs on that host, delete ${path}.`,
  });
}
