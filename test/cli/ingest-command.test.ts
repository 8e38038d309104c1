import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@lancedb/lancedb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readState, writeManifest } from '../../src/store/manifest.js';
import { openIndexWriter } from '../../src/store/open-index.js';
import { CommandLine } from './docent.js';

// Each test starts several processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let docent: CommandLine;
beforeEach(() => {
  docent = new CommandLine();
});
afterEach(async () => {
  await docent.close();
});

describe('docent ingest', () => {
  it('says what it did in a table, and refreshes its sources when no path is given', async () => {
    docent.have({ 'a.md': '# Apples\n\nApples grow on trees.\n' });
    const first = await docent.run(['ingest', docent.folder]);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/1 seen: 1 added, 0 updated, 0 moved, 0 unchanged/u);
    // A terminal's bar has no place in a file or a pipe; lines come only when it takes a while.
    expect(first.stdout + first.stderr).not.toContain('\u001b');
    for (const line of first.stderr.split('\n').filter(Boolean)) expect(line).toMatch(/^\d+\/\d+ files, \d+ chunks, /u);

    docent.have({ 'b.md': '# Bananas\n\nBananas are yellow.\n' });
    const second = await docent.run(['ingest', '--json']);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({
      index: 'default',
      files: { seen: 2, added: 1, unchanged: 1 },
      chunks: { written: 1, embedded: 1, reused: 0 },
      failures: [],
    });
  });

  it('ends with 2 when some files failed, and status shows them until they succeed', async () => {
    docent.have({ 'a.txt': 'Apples.', 'bad.pdf': '%PDF-1.7 cut off', 'empty.txt': '' });
    const ingested = await docent.run(['ingest', docent.folder, '--json']);
    expect(ingested.code).toBe(2);
    expect(JSON.parse(ingested.stdout)).toMatchObject({ files: { added: 1, failed: 2 } });

    const { stdout } = await docent.run(['status']);
    expect(stdout).toMatch(/1 documents/u);
    expect(stdout).toMatch(/^failed: bad\.pdf: .*\(file-corrupt, /mu);
    expect(stdout).toMatch(/^failed: empty\.txt: .*\(file-empty, /mu);

    docent.have({ 'bad.pdf': undefined, 'empty.txt': 'Not empty any more.' });
    expect((await docent.run(['ingest'])).code).toBe(0);
    expect(JSON.parse((await docent.run(['status', '--json'])).stdout)).toMatchObject({
      indexes: [{ name: 'default', stats: { documents: 2 }, manifest: { sources: [docent.folder] }, failures: [] }],
    });
  });

  it('ends with 1 when nothing could be done', async () => {
    docent.have({ 'empty.txt': '' });
    const failed = await docent.run(['ingest', docent.folder]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/failed: empty\.txt: .*\(file-empty\)/u);
  });

  it('leaves no index behind for a path that does not exist', async () => {
    const missing = await docent.run(['ingest', join(docent.folder, 'missing')]);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('path-not-found');
    expect(existsSync(join(docent.indexes, 'default'))).toBe(false);
  });

  it('names the folder that it cannot write indexes to', async () => {
    docent.have({ 'a.txt': 'Apples.' });
    const file = join(docent.folder, 'a.txt');
    const refused = await docent.run(['ingest', docent.folder], { DOCENT_INDEXES: file });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('index-not-writable');
    expect(refused.stderr).toContain(file);
  });

  it('asks for a path when there is nothing to refresh', async () => {
    const nothing = await docent.run(['ingest']);
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('docent ingest <path>');
  });

  it('refuses an index name that leads out of the indexes folder', async () => {
    const refused = await docent.run(['ingest', docent.folder, '--index', '../elsewhere']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('cannot name an index');
    expect(existsSync(join(docent.root, 'elsewhere'))).toBe(false);
  });

  it('says who holds the lock while another ingest runs', async () => {
    docent.have({ 'a.txt': 'Apples.' });
    const embedder = { name: 'any', fingerprint: 'any', dimensions: 8 };
    const owner = 'docent ingest --index default';
    const writer = await openIndexWriter(join(docent.indexes, 'default'), { embedder, owner });
    try {
      const second = await docent.run(['ingest', docent.folder]);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain('index-locked');
      expect(second.stderr).toContain(`\`${owner}\` (process ${process.pid}`);
    } finally {
      await writer.close();
    }
  });
});

describe('docent ingest --rebuild', () => {
  it('builds an index of an older format anew from the folder that is named', async () => {
    docent.have({ 'a.md': '# Apples\n\nApples grow on trees.\n' });
    expect((await docent.run(['ingest', docent.folder])).code).toBe(0);
    const uri = join(docent.indexes, 'default');
    const connection = await connect(uri);
    const manifest = await readState(connection, 'manifest', uri);
    if (manifest === undefined) throw new Error('there is no manifest');
    await writeManifest(connection, 'manifest', { ...manifest, format: 1 });
    connection.close();

    const refused = await docent.run(['ingest', docent.folder]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('index-format-unknown');
    expect((await docent.run(['ingest', docent.folder, '--rebuild'])).code).toBe(0);
    const found = await docent.run(['search', 'trees', '--json']);
    expect(JSON.parse(found.stdout).hits[0]).toMatchObject({ document: 'a.md' });
  });

  it('embeds everything anew where another encoder was refused', async () => {
    docent.have({ 'a.md': '# Apples\n\nApples grow on trees.\n', 'b.txt': 'Bananas are yellow.' });
    expect((await docent.run(['ingest', docent.folder])).code).toBe(0);
    const other = { DOCENT_MODELS: join(import.meta.dirname, '..', 'fixtures'), DOCENT_EMBEDDER: 'tiny-encoder' };

    const refused = await docent.run(['ingest'], other);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('embedder-mismatch');
    expect(refused.stderr).toMatch(/docent-static.*tiny-encoder/u);
    expect(refused.stderr).toContain('docent ingest --rebuild --index default');

    const rebuilt = await docent.run(['ingest', '--rebuild', '--json'], other);
    expect(rebuilt.code).toBe(0);
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ files: { added: 2 }, chunks: { reused: 0 } });
    const found = await docent.run(['search', 'trees', '--json', '--mode', 'lexical'], other);
    expect(JSON.parse(found.stdout).hits[0]).toMatchObject({ document: 'a.md' });
  });
});
