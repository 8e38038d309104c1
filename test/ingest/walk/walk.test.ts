import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WalkOptions, walk } from '../../../ingest/walk.js';
import type { WalkEntry } from '../../../ingest/walk-entry.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'docent-walk-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes files by name; their content is their ignore rules or a letter. */
function have(...files: (string | readonly [string, string])[]): void {
  for (const file of files) {
    const [name, content] = typeof file === 'string' ? [file, 'x'] : file;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}

async function entriesOf(target = root, options: WalkOptions = {}): Promise<WalkEntry[]> {
  const entries: WalkEntry[] = [];
  for await (const entry of walk(target, options)) entries.push(entry);
  return entries;
}

async function namesOf(target = root): Promise<string[]> {
  return (await entriesOf(target)).map((entry) =>
    entry.kind === 'file' ? entry.name : `${entry.kind}: ${entry.name}`,
  );
}

describe('a folder', () => {
  it('gives its files in one order on every machine', async () => {
    have('b.txt', 'a/z.txt', 'a/B.txt', 'Z.txt', 'a.txt', 'ä.txt');
    expect(await namesOf()).toEqual(['Z.txt', 'a/B.txt', 'a/z.txt', 'a.txt', 'b.txt', 'ä.txt']);
  });

  it('gives each file with its real path, name, size and time', async () => {
    have('a/b.txt');
    const [entry] = await entriesOf();
    expect(entry).toEqual({
      kind: 'file',
      path: join(root, 'a', 'b.txt'),
      name: 'a/b.txt',
      bytes: 1,
      modifiedAt: expect.stringMatching(/^\d{4}-.*Z$/u),
    });
  });

  it('leaves out hidden names, .git and node_modules', async () => {
    have('.git/a', '.hidden/a', '.env', 'node_modules/m/a', 'a/node_modules/m/a', 'a/kept');
    expect(await namesOf()).toEqual(['a/kept']);
  });

  it('may be 500 levels deep', async () => {
    have(`${'d/'.repeat(500)}deep.txt`);
    expect(await namesOf()).toEqual([`${'d/'.repeat(500)}deep.txt`]);
  });

  it('may be empty', async () => expect(await namesOf()).toEqual([]));

  it('may be reached through a link itself', async () => {
    have('real/a.txt');
    symlinkSync('real', join(root, 'link'));
    const [entry] = await entriesOf(join(root, 'link'));
    expect(entry).toMatchObject({ path: join(root, 'real', 'a.txt'), name: 'a.txt' });
  });
});

describe('ignore files', () => {
  it('hold for their folder and below, deeper ones last', async () => {
    have(['.gitignore', '*.log\n/build/\nkeep/*.tmp\n'], 'a.log', 'a.txt', 'build/x', 'a/build/x', 'a/b.log');
    have(['deep/.gitignore', '!*.log\nown.txt\n'], 'deep/c.log', 'deep/own.txt', 'own.txt', 'keep/a.tmp', 'a.tmp');
    expect(await namesOf()).toEqual(['a/build/x', 'a.tmp', 'a.txt', 'deep/c.log', 'own.txt']);
  });

  it('may be .docentignore, which decides over .gitignore', async () => {
    have(['.gitignore', '*.txt\n'], ['.docentignore', '\uFEFF!a.txt\nsecret*\n'], 'a.txt', 'b.txt', 'secret.md');
    expect(await namesOf()).toEqual(['a.txt']);
  });

  it('cannot bring back a file from an ignored folder', async () => {
    have(['.gitignore', 'out/\n!out/a.txt\n'], 'out/a.txt', ['out/.gitignore', '!a.txt\n']);
    expect(await namesOf()).toEqual([]);
  });

  it('tell letter case apart, as git does', async () => {
    have(['.gitignore', 'Draft.md\n'], 'draft.md', 'Draft.md');
    expect(await namesOf()).toEqual(['draft.md']);
  });

  it('that cannot be read make their folder a failure', async () => {
    have('a/secret.txt', 'b.txt');
    symlinkSync('missing', join(root, 'a', '.docentignore'));
    expect(await namesOf()).toEqual(['failure: a', 'b.txt']);
  });
});

describe('links', () => {
  it('out of the folder are refused with a reason', async () => {
    have('in/a.txt', 'outside/b.txt');
    symlinkSync('../outside', join(root, 'in', 'folder'));
    symlinkSync('../outside/b.txt', join(root, 'in', 'file'));
    const entries = await entriesOf(join(root, 'in'));
    expect(entries.map((entry) => [entry.kind, entry.name])).toEqual([
      ['file', 'a.txt'],
      ['skipped', 'file'],
      ['skipped', 'folder'],
    ]);
    expect(entries[1]).toMatchObject({ reason: expect.stringContaining('out of the folder') });
  });

  it('to a sibling folder whose name only begins alike are refused', async () => {
    have('in/a.txt', 'inside/b.txt');
    symlinkSync('../inside', join(root, 'in', 'link'));
    expect(await namesOf(join(root, 'in'))).toEqual(['a.txt', 'skipped: link']);
  });

  it('to what is walked anyway give nothing twice', async () => {
    have('a/x.txt', 'z.txt');
    symlinkSync('a', join(root, 'A-link'));
    symlinkSync('z.txt', join(root, 'file-link'));
    symlinkSync('..', join(root, 'a', 'loop'));
    expect(await namesOf()).toEqual(['a/x.txt', 'z.txt']);
  });

  it('to what nothing else leads to are followed once, under the name of the link', async () => {
    have('.data/v1/config.txt');
    symlinkSync('.data/v1', join(root, 'current'));
    symlinkSync('.data/v1', join(root, 'other'));
    symlinkSync('current/config.txt', join(root, 'zz.txt'));
    const entries = await entriesOf();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ name: 'current/config.txt', path: join(root, '.data/v1/config.txt') });
  });

  it('never lead into node_modules', async () => {
    have('node_modules/m/a.txt');
    symlinkSync('node_modules/m', join(root, 'm'));
    expect(await namesOf()).toEqual([]);
  });

  it('that lead nowhere or to themselves are skipped', async () => {
    symlinkSync('missing', join(root, 'broken'));
    symlinkSync('self', join(root, 'self'));
    expect(await namesOf()).toEqual(['skipped: broken', 'skipped: self']);
  });
});

describe('what cannot be read', () => {
  it('is a failure of its own: files that vanish', async () => {
    have('a.txt', 'b.txt', 'c/d.txt');
    const walked = walk(root);
    await walked.next();
    rmSync(join(root, 'b.txt'));
    rmSync(join(root, 'c'), { recursive: true });
    const rest: WalkEntry[] = [];
    for await (const entry of walked) rest.push(entry);
    const codes = rest.map((entry) => (entry.kind === 'failure' ? `${entry.name}: ${entry.failure.code}` : entry.kind));
    expect(codes).toEqual(['b.txt: file-vanished', 'c: file-vanished']);
  });

  it('is a failure of its own: files and folders without rights', async () => {
    have('a.txt', 'closed/x.txt', 'locked.txt');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0);
    chmodSync(join(root, 'locked.txt'), 0);
    const names = await asOrdinaryUser(() => namesOf());
    chmodSync(join(root, 'closed'), 0o755);
    expect(names).toEqual(['a.txt', 'failure: closed', 'failure: locked.txt']);
  });

  it('is a failure of its own: files that are too large', async () => {
    have(['big.txt', 'x'.repeat(101)], 'small.txt');
    const [big, small] = await entriesOf(root, { maximumBytes: 100 });
    expect(big).toMatchObject({ kind: 'failure', failure: { code: 'file-too-large' } });
    expect(small?.kind).toBe('file');
  });

  it.skipIf(process.platform === 'win32')('is skipped when it is a pipe', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await namesOf()).toEqual(['skipped: pipe']);
  });

  it.skipIf(process.platform !== 'linux')('is a failure when its name is not UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), 'x');
    const [entry] = await entriesOf();
    expect(entry).toMatchObject({ kind: 'failure', failure: { code: 'file-unreadable' } });
  });
});

describe('the target', () => {
  it('may be one file, whatever ignore files say of it', async () => {
    have(['.gitignore', '*\n'], '.hidden.md');
    expect(await namesOf(join(root, '.hidden.md'))).toEqual(['.hidden.md']);
  });

  it('must exist', async () => {
    for (const missing of ['missing', 'a.txt/b']) {
      have('a.txt');
      await expect(entriesOf(join(root, missing))).rejects.toMatchObject({ code: 'path-not-found' });
    }
  });

  it('is left as soon as the signal says so', async () => {
    have('a.txt', 'b.txt');
    const controller = new AbortController();
    const walked = walk(root, { signal: controller.signal });
    await walked.next();
    controller.abort();
    await expect(walked.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** Rights do not bind the superuser, whom containers run as. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}
