import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentRecord } from '../../src/store/index-store.js';
import { documentRecord } from '../fakes/index-records.js';
import { openReader, openWriter } from './temporary-index.js';

// A disk of its own needs the right to mount one, which only root has, and not in every container.
const probe = join(tmpdir(), `docent-mount-${process.pid}`);
const mount = (folder: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'docent', folder]).status === 0;
const unmount = (folder: string) => spawnSync('umount', ['-l', folder]);
spawnSync('mkdir', [probe]);
const canMount = mount(probe);
if (canMount) unmount(probe);
spawnSync('rmdir', [probe]);

const large = (id: string): DocumentRecord => {
  const text = (part: number) => `${id} part ${part} ${'some words to fill the disk with '.repeat(300)}`;
  return documentRecord(id, { pages: [Array.from({ length: 20 }, (_, part) => text(part))] });
};

describe.skipIf(!canMount)('a full disk (needs the right to mount one)', () => {
  let disk = '';
  beforeAll(async () => {
    disk = await mkdtemp(join(tmpdir(), 'docent-disk-'));
    mount(disk);
  });
  afterAll(async () => {
    unmount(disk);
    await rm(disk, { recursive: true });
  });

  it('stops the writer with a name for it; what was finished stays readable, and room lets it go on', async () => {
    const uri = join(disk, 'index');
    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    await writeFile(filler, new Uint8Array((bavail * bsize) / 2));
    const writer = await openWriter(uri);
    let written = 0;
    const fill = async () => {
      for (; written < 100; written++) await writer.replaceDocuments([large(`document-${written}`)]);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'disk-full' });
    expect(written).toBeGreaterThan(0);
    const reader = await openReader(uri);
    for (let number = 0; number < written; number++) {
      expect(await reader.getPages(`document-${number}`)).toEqual(large(`document-${number}`).pages);
    }
    await rm(filler);
    await writer.replaceDocuments([large(`document-${written}`)]);
    expect((await reader.stats()).documents).toBe(written + 1);
  });
});
