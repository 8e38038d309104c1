import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FileJournal } from '../../ingest/journal.js';

const failure = { uri: '/a.pdf', name: 'a.pdf', code: 'file-corrupt', reason: 'cut off', at: '2026-01-01T00:00:00Z' };

describe('FileJournal', () => {
  let path = '';
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'journal-')), 'journal.jsonl');
  });

  it('remembers what was begun and not finished', async () => {
    const journal = await FileJournal.open(path);
    await journal.begin(['a', 'b', 'c']);
    await journal.finish(['b']);
    expect([...(await FileJournal.open(path)).pending()]).toEqual(['a', 'c']);
  });

  it('keeps a failure until the file succeeds', async () => {
    const journal = await FileJournal.open(path);
    await journal.fail(failure);
    expect((await FileJournal.open(path)).failures()).toEqual([failure]);
    await journal.resolveFailure('/a.pdf');
    expect((await FileJournal.open(path)).failures()).toEqual([]);
  });

  it('survives a line that was cut off, and loses nothing after it', async () => {
    const journal = await FileJournal.open(path);
    await journal.begin(['a']);
    await appendFile(path, '{"type":"finish","docu');
    const again = await FileJournal.open(path);
    await again.fail(failure);
    const third = await FileJournal.open(path);
    expect([...third.pending()]).toEqual(['a']);
    expect(third.failures()).toEqual([failure]);
  });

  it('remembers how the mention graph stands to the documents', async () => {
    const journal = await FileJournal.open(path);
    const states = [journal.links()];
    const look = async () => states.push((await FileJournal.open(path)).links());
    await journal.begin(['a']);
    await journal.finish(['a']);
    await look();
    await journal.setLinks('half-made');
    await journal.begin(['b']);
    await look();
    await journal.compact();
    await look();
    await journal.finish(['b']);
    await journal.setLinks('current');
    await look();
    await journal.compact();
    await look();
    expect(states).toEqual(['current', 'outdated', 'half-made', 'half-made', 'current', 'current']);
  });

  it('is compacted to what still matters', async () => {
    const journal = await FileJournal.open(path);
    for (let round = 0; round < 50; round += 1) {
      await journal.begin([`d${round}`]);
      await journal.finish([`d${round}`]);
    }
    await journal.begin(['open']);
    await journal.fail(failure);
    await journal.compact();
    expect((await readFile(path, 'utf8')).trim().split(/\n+/u)).toHaveLength(2);
    const again = await FileJournal.open(path);
    expect([...again.pending()]).toEqual(['open']);
    expect(again.failures()).toEqual([failure]);
  });
});
