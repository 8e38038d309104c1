import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trecOrder } from '../../src/evaluation/run.js';
import { readTrecRun, requireTrecIds, writeTrecRun } from '../../src/evaluation/trec-run-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docent-trec-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('TREC run files', () => {
  it('bring every ranking back in its order, ties too', async () => {
    const file = join(folder, 'set.lexical.trec');
    const scores = [12.5, 1 / 3, 1 / 3, 1 / 3, 0.2, 0, 0, -1, -1];
    const ranking = scores.map((score, index) => ({ id: `d${index}`, score }));
    await writeTrecRun(
      file,
      new Map([
        ['q1', ranking],
        ['q2', []],
        ['q3', ranking.slice(2, 4)],
      ]),
      'docent-lexical',
    );
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('q1 Q0 d0 1 12.5 docent-lexical');
    const run = await readTrecRun(file);
    expect([...run.keys()]).toEqual(['q1', 'q3']);
    expect(trecOrder(run.get('q1') ?? [])).toEqual(ranking.map(({ id }) => id));
    expect(trecOrder(run.get('q3') ?? [])).toEqual(['d2', 'd3']);
  });

  it('name the line that is wrong', async () => {
    const file = join(folder, 'bad.trec');
    writeFileSync(file, 'q1 Q0 d1 1 2.5 tag\nq1 Q0 d2 2 much tag\n');
    await expect(readTrecRun(file)).rejects.toMatchObject({ message: expect.stringContaining('bad.trec, line 2: ') });
    writeFileSync(file, 'q1 Q0 d1 1 2.5 tag\nq1 Q0 d1 2 2.4 tag\n');
    await expect(readTrecRun(file)).rejects.toMatchObject({
      message: expect.stringContaining('line 2: d1 comes twice'),
    });
  });

  it('refuse ids with white space', () => {
    expect(() => requireTrecIds([{ id: 'fine' }, { id: 'not fine' }])).toThrow(/"not fine" cannot stand/u);
  });
});
