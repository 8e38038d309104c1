import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentProcess } from '../../src/store/process-identity.js';
import { takeWriterLock } from '../../src/store/writer-lock.js';
import { documentRecord } from '../fakes/index-records.js';
import { killed, message, startWriter } from './start-writer.js';
import { openReader, openWriter, temporaryUri } from './temporary-index.js';

const now = Date.parse('2026-03-04T05:06:07Z');

/** A process id that nobody has: of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

async function leaveLock(uri: string, holder: Readonly<Record<string, unknown>> | string): Promise<void> {
  await mkdir(uri, { recursive: true });
  const whole = { token: 'left', ...currentProcess(), owner: 'docent ingest', since: '2026-01-01T00:00:00.000Z' };
  const text = typeof holder === 'string' ? holder : JSON.stringify({ ...whole, ...holder });
  await writeFile(join(uri, 'writer.lock'), text);
}

describe('the writer lock', () => {
  it('refuses a second writer while another process holds it, and says who; readers are let in', async () => {
    const uri = await temporaryUri();
    const child = startWriter(uri, 'hold');
    await message(child, (value) => value === 'open');
    const failure = openWriter(uri);
    await expect(failure).rejects.toMatchObject({ code: 'index-locked' });
    await expect(failure).rejects.toThrow(/`docent ingest other` \(process \d+ on .+\) since \d{4}-/u);
    await expect(failure).rejects.toThrow(String(child.pid));
    expect((await (await openReader(uri)).stats()).documents).toBe(0);
    await killed(child);
    await (await openWriter(uri)).replaceDocuments([documentRecord('a')]);
  });

  it('refuses a second writer in the same process until the first one is closed', async () => {
    const uri = await temporaryUri();
    const first = await openWriter(uri);
    await expect(openWriter(uri)).rejects.toMatchObject({ code: 'index-locked' });
    await first.close();
    await first.close();
    await openWriter(uri);
  });

  it('is held until the last commit of a closing writer is done', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const writing = writer.replaceDocuments([documentRecord('a')]);
    await writer.close();
    await writing;
    expect((await (await openReader(uri)).stats()).documents).toBe(1);
  });

  it('is taken over from a process that is gone, by one taker only', async () => {
    const uri = await temporaryUri();
    await leaveLock(uri, { pid: deadPid() });
    const takers = await Promise.allSettled(Array.from({ length: 8 }, () => takeWriterLock(uri, 'docent', now)));
    expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const taker of takers) {
      if (taker.status === 'rejected') expect(taker.reason).toMatchObject({ code: 'index-locked' });
    }
    expect(await readdir(uri)).toEqual(['writer.lock']);
  });

  it('is taken over where the process id belongs to another process by now', async () => {
    const uri = await temporaryUri();
    await leaveLock(uri, { processStart: 'earlier' });
    // Only Linux tells when a process started; elsewhere the process id alone must do.
    const taking = takeWriterLock(uri, 'docent', now);
    if (currentProcess().processStart === undefined)
      await expect(taking).rejects.toMatchObject({ code: 'index-locked' });
    else await (await taking).release();
  });

  it('is taken over from a taker that died half way', async () => {
    const uri = await temporaryUri();
    const pid = deadPid();
    await leaveLock(uri, { pid });
    const half = JSON.stringify({ token: 'half', pid, host: hostname(), owner: 'docent', since: 'then' });
    await writeFile(join(uri, 'writer.lock.takeover'), half);
    const lock = await takeWriterLock(uri, 'docent', now);
    await lock.release();
    expect(await readdir(uri)).toEqual([]);
  });

  it('is taken over where its file is empty, as after a loss of power', async () => {
    const uri = await temporaryUri();
    await leaveLock(uri, '');
    await (await takeWriterLock(uri, 'docent', now)).release();
  });

  it('is left alone where its holder is on another host', async () => {
    const uri = await temporaryUri();
    await leaveLock(uri, { pid: deadPid(), host: 'elsewhere' });
    await expect(takeWriterLock(uri, 'docent', now)).rejects.toMatchObject({
      code: 'index-locked',
      hint: expect.stringContaining(join(uri, 'writer.lock')) as string,
    });
  });

  it('is not released by a holder that lost it', async () => {
    const uri = await temporaryUri();
    const lock = await takeWriterLock(uri, 'docent', now);
    await leaveLock(uri, { token: 'another' });
    await lock.release();
    expect(JSON.parse(await readFile(join(uri, 'writer.lock'), 'utf8'))).toMatchObject({ token: 'another' });
  });

  it('goes when opening fails', async () => {
    const uri = await temporaryUri();
    await (await openWriter(uri)).close();
    const other = { name: 'x', fingerprint: 'y', dimensions: 4 };
    await expect(openWriter(uri, { embedder: other })).rejects.toMatchObject({ code: 'embedder-mismatch' });
    expect(existsSync(join(uri, 'writer.lock'))).toBe(false);
  });
});
