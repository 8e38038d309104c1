import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownExtractor } from '../../../ingest/extractors/markdown.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';
import { withoutInvisibleMarkdown } from '../structure/invisible-markdown.js';

const read = async (content: string | Uint8Array, name = 'a.md') => extracted(markdownExtractor, name, content);

describe('front matter', () => {
  it('gives title and metadata and is no part of the text', async () => {
    const content =
      '---\ntitle: The title\ntags: [a, b]\ndraft: true\nyear: 2024\ndate: 2024-05-01\nempty:\nnested: {a: 1}\n---\n# Other\n\nText.\n';
    const extraction = await read(content);
    expect(extraction).toMatchObject({ title: 'The title', text: '# Other\n\nText.\n' });
    expect(extraction.metadata).toEqual({ tags: 'a, b', draft: true, year: 2024, date: '2024-05-01' });
  });

  it.each([
    '---\ntitle: [unclosed\n---\ntext',
    '---\njust words\n---\n',
    '---\na: 1\nno end',
    'text\n---\na: 1\n---\n',
  ])('that is none stays text: %j', async (content) => {
    const extraction = await read(content);
    expect(extraction.text).toBe(content);
    expect(extraction.metadata).toEqual({});
  });

  it('alone is a file without text', async () => {
    await expect(read('---\ntitle: T\n---\n')).rejects.toMatchObject({ code: 'file-without-text' });
  });
});

describe('the title', () => {
  it('is the first level-1 heading where no front matter states one', async () => {
    expect((await read('## Sub\n\n# *Main* title\n')).title).toBe('Main title');
    expect(await read('## Sub\n')).not.toHaveProperty('title');
  });
});

describe('the text', () => {
  it('is the file as it is, with line feeds', async () => {
    const extraction = await read('\uFEFF# T\r\n\r\n* a\r\n');
    expect(extraction.text).toBe('# T\n\n* a\n');
  });

  it('of any file is covered by its blocks', async () => {
    const lines = fc.array(fc.oneof(fc.constantFrom('---', '# A', 'a: b', '```', '', '- x'), fc.string()), {
      maxLength: 30,
    });
    const property = fc.asyncProperty(lines, async (parts) => {
      const content = `word\n${parts.join('\n')}`;
      expectSoundExtraction(await read(content), { withoutInvisible: withoutInvisibleMarkdown });
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

describe('MDX', () => {
  const content =
    'import { Chart } from "./chart"\nexport const a = {\n  b: 1,\n}\n\n# T\n\nImport goods.\n\n<Chart/>\n\nexport default X';

  it('leaves imports and exports out of blocks and sections, not out of the text', async () => {
    const extraction = await read(content, 'a.mdx');
    expect(extraction.text).toBe(content);
    expect(blockTexts(extraction)).toEqual(['# T', 'Import goods.', '<Chart/>']);
    expect(pageLabels(extraction)).toEqual(['T']);
  });

  it('is not what Markdown is', async () => {
    const extraction = await read(content, 'a.md');
    expect(extraction.blocks).toHaveLength(5);
    expect(pageLabels(extraction)).toEqual(['beginning', 'T']);
  });
});
