import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnswerSet } from '../../src/evaluation/answer-set.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docent-answers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const have = (name: string, ...records: readonly object[]) =>
  writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''));

describe('the answers of a set', () => {
  it('are what `answers` and `answer` state, each once; blank ones are none', async () => {
    have(
      'queries.jsonl',
      { _id: 'both', text: 'q', answer: 'Hall', answers: ['G. Stanley Hall', 'Hall'] },
      { _id: 'one', text: 'q', answer: 'Rome' },
      { _id: 7, text: 'q', answers: [35] },
      { _id: 'none', text: 'q', answer: null },
      { _id: 'blank', text: 'q', answer: '', answers: ['', '?'] },
    );
    const { golds, unanswerable } = await readAnswerSet(folder);
    expect(Object.fromEntries(golds)).toEqual({ both: ['G. Stanley Hall', 'Hall'], one: ['Rome'], 7: ['35'] });
    expect(unanswerable).toEqual([]);
  });

  it('come with the questions that have none', async () => {
    have('queries.jsonl', { _id: 'q', text: 'q' });
    have('queries_unanswerable.jsonl', { _id: 'u', text: 'Who?', answer: '', why: 'Nobody is named.' });
    expect((await readAnswerSet(folder)).unanswerable).toEqual([{ id: 'u', text: 'Who?' }]);
  });

  it('are refused by file and line where they are no text', async () => {
    have('queries.jsonl', { _id: 'q', text: 'q', answer: 'yes' }, { _id: 'r', text: 'q', answer: { text: 'no' } });
    await expect(readAnswerSet(folder)).rejects.toMatchObject({
      code: 'benchmark-invalid',
      message: expect.stringMatching(/queries\.jsonl, line 2: answer:/u),
    });
  });
});
