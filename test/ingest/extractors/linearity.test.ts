import { describe, expect, it } from 'vitest';
import type { Extractor } from '../../../ingest/extractor.js';
import { csvExtractor } from '../../../ingest/extractors/csv.js';
import { jsonExtractor } from '../../../ingest/extractors/json.js';
import { markdownExtractor } from '../../../ingest/extractors/markdown.js';
import { notebookExtractor } from '../../../ingest/extractors/notebook.js';
import { plainTextExtractor } from '../../../ingest/extractors/plain-text.js';
import { sourceCodeExtractor } from '../../../ingest/extractors/source-code.js';
import { processorMs } from '../../processor-ms.js';
import { extracted } from '../source-file.js';

const size = 10_000_000;
const line = 'some words, '.repeat(Math.ceil(size / 12));

async function millisecondsFor(extractor: Extractor, name: string, content: string): Promise<number> {
  const start = processorMs();
  await extracted(extractor, name, content);
  return processorMs() - start;
}

describe('10 MB without a line break take less than 3 s', () => {
  it.each([
    ['plain text', plainTextExtractor, 'a.txt', line],
    ['plain text without a blank', plainTextExtractor, 'a.txt', 'x'.repeat(size)],
    ['Markdown', markdownExtractor, 'a.md', line],
    ['a Markdown heading', markdownExtractor, 'a.md', `# ${'*a '.repeat(size / 3)}`],
    ['unclosed Markdown links', markdownExtractor, 'a.md', '[a]('.repeat(size / 4)],
    ['code', sourceCodeExtractor, 'a.js', line],
    ['a table', csvExtractor, 'a.csv', 'x'.repeat(size)],
    ['a quoted cell', csvExtractor, 'a.csv', `"${'word '.repeat(size / 5)}"`],
    ['JSON', jsonExtractor, 'a.json', JSON.stringify({ text: line })],
    ['broken JSON', jsonExtractor, 'a.json', `{"text": "${line}`],
    ['a JSON line', jsonExtractor, 'a.jsonl', JSON.stringify([line])],
    ['a notebook', notebookExtractor, 'a.ipynb', JSON.stringify({ cells: [{ cell_type: 'markdown', source: line }] })],
  ])('as %s', async (_case, extractor, name, content) => {
    expect(await millisecondsFor(extractor, name, content)).toBeLessThan(3_000);
  });
});

describe('time grows with size, not with its square, in', () => {
  it.each([
    ['fences that open and close', '```\n'],
    ['comments that never end', '<!--\n'],
    ['paragraphs that are nearly tables', '|a\n'],
    ['lists in lists', '- - - a\n'],
    ['front matter that never ends', '---\n\n'],
    ['underlines', 'a\n==\n'],
  ])('%s', async (_case, unit) => {
    const content = `word\n${unit.repeat(1_000_000 / unit.length)}`;
    expect(await millisecondsFor(markdownExtractor, 'a.md', content)).toBeLessThan(3_000);
  });
});

it('50 MB of log lines are read in less than 10 s', async () => {
  const log = '2024-05-01T12:00:00Z INFO request 1234 answered in 12 ms for some client\n'.repeat(680_000);
  expect(await millisecondsFor(plainTextExtractor, 'a.log', log)).toBeLessThan(10_000);
});
