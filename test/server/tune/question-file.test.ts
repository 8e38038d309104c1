import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQuestionFile } from '../../../server/tune/question-file.js';
import { documentRecord } from '../../fakes/index-records.js';

const documents = [
  documentRecord('a', { uri: '/docs/guides/a.md', name: 'guides/a.md', pages: [['one'], ['two']] }),
  documentRecord('b', { uri: '/docs/b.md', name: 'b.md' }),
  documentRecord('c', { uri: '/docs/old/b.md', name: 'old/b.md' }),
  documentRecord('d', { uri: '/docs/new/c.md', name: 'new/c.md' }),
  documentRecord('e', { uri: '/docs/old/c.md', name: 'old/c.md' }),
  documentRecord('f', { uri: 'https://example.org/f', name: 'f' }),
].map(({ document }) => document);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docent-questions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fill = Array.from({ length: 20 }, (_, at) => JSON.stringify({ text: `question ${at}`, documents: ['b.md'] }));
function read(...lines: readonly string[]) {
  const file = join(folder, 'questions.jsonl');
  writeFileSync(file, `\uFEFF${[...lines, ...fill].join('\r\n')}\n\n`);
  return readQuestionFile(file, documents);
}
const refusal = (...lines: readonly string[]) =>
  read(...lines).then(
    () => expect.fail('It was accepted.'),
    ({ code, message }: { readonly code: string; readonly message: string }) => {
      expect(code).toBe('invalid-request');
      return message.replace(folder, '');
    },
  );
const line = (names: readonly string[], more: object = {}) =>
  JSON.stringify({ text: 'what?', documents: names, ...more });

describe('a file of questions', () => {
  it('names documents by path, relative path, file name, address or id', async () => {
    const questions = await read(
      line(['guides/a.md']),
      line(['a.md', './b.md']),
      line(['/docs/old/b.md', 'file:///docs/new/c.md']),
      line(['https://example.org/f']),
      line(['e']),
    );
    expect(questions).toHaveLength(25);
    expect(questions.slice(0, 5).map(({ target }) => target.kind === 'documents' && target.ids)).toEqual([
      ['a'],
      ['a', 'b'],
      ['c', 'd'],
      ['f'],
      ['e'],
    ]);
  });

  it('may name pages of one document', async () => {
    const [question] = await read(line(['a.md'], { pages: [2] }));
    expect(question?.target).toEqual({ kind: 'pages', documentId: 'a', pages: [2] });
    expect(await refusal(line(['a.md'], { pages: [3] }))).toMatch(/line 1: guides\/a\.md has no page 3, it has 2\.$/u);
    expect(await refusal(line(['a.md', 'b.md'], { pages: [1] }))).toMatch(/line 1: pages are of one document/u);
  });

  it('is refused by file and line', async () => {
    const good = line(['b.md']);
    expect(await refusal(good, '{"text": ')).toMatch(/^\/questions\.jsonl, line 2: /u);
    expect(await refusal(good, '', line([]))).toMatch(/line 3: documents: names no document\.$/u);
    expect(await refusal('{"text": " ", "documents": ["b.md"]}')).toMatch(/line 1: text: the question is empty\.$/u);
    expect(await refusal(line(['b.md'], { page: 3 }))).toMatch(/line 1: .*"page"/u);
    expect(await refusal(line(['z.md']))).toMatch(/line 1: the index has no document "z\.md"; .*"guides\/a\.md"\.$/u);
    expect(await refusal(line(['c.md']))).toMatch(/line 1: "c\.md" may be 2 documents: .*new\/c\.md, .*old\/c\.md\.$/u);
  });

  it('needs twenty questions, and must be there', async () => {
    const file = join(folder, 'few.jsonl');
    writeFileSync(file, fill.slice(0, 19).join('\n'));
    await expect(readQuestionFile(file, documents)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/has 19 questions; tuning needs at least 20/u) as string,
    });
    await expect(readQuestionFile(join(folder, 'gone.jsonl'), documents)).rejects.toMatchObject({
      code: 'path-not-found',
    });
  });
});
