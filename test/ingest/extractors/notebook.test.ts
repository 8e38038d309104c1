import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notebookExtractor } from '../../../ingest/extractors/notebook.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';
import { withoutInvisibleMarkdown } from '../structure/invisible-markdown.js';

const read = async (notebook: unknown) =>
  extracted(notebookExtractor, 'a.ipynb', typeof notebook === 'string' ? notebook : JSON.stringify(notebook));

const notebook = {
  cells: [
    { cell_type: 'markdown', source: ['# Study\n', '\n', 'Why.'] },
    { cell_type: 'code', source: '', outputs: [] },
    {
      cell_type: 'code',
      source: ['import os\n', 'print(1)'],
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['\u001b[31m1\u001b[0m\n'] },
        { output_type: 'execute_result', data: { 'text/plain': ['2'], 'text/html': '<b>2</b>' } },
        { output_type: 'display_data', data: { 'image/png': 'AAAA', 'text/plain': '<Figure size 640x480>' } },
        { output_type: 'error', ename: 'ValueError', evalue: 'bad', traceback: ['...'] },
      ],
    },
    { cell_type: 'markdown', source: '## Part\n\nText.' },
    { cell_type: 'raw', source: 'as is' },
  ],
  metadata: { kernelspec: { language: 'python' } },
  nbformat: 4,
};

describe('a notebook', () => {
  it('has a page for each cell that holds something, numbered as in the notebook', async () => {
    const extraction = await read(notebook);
    expect(pageLabels(extraction)).toEqual(['cell 1', 'cell 3', 'cell 4', 'cell 5']);
    expect(extraction).toMatchObject({ title: 'Study', metadata: { language: 'python', cells: 5 } });
    expectSoundExtraction(extraction);
  });

  it('keeps code and the text that it printed', async () => {
    expect(blockTexts(await read(notebook)).slice(2, 4)).toEqual([
      'import os\nprint(1)',
      'Output:\n1\n2\nValueError: bad',
    ]);
  });

  it('gives the headings of its Markdown cells to the cells below', async () => {
    const { blocks } = await read(notebook);
    expect(blocks.map((block) => block.headings.join(' › '))).toEqual([
      'Study',
      'Study',
      'Study',
      'Study',
      'Study › Part',
      'Study › Part',
      'Study › Part',
    ]);
  });

  it('cuts long outputs', async () => {
    const outputs = [{ output_type: 'stream', text: 'line\n'.repeat(500) }];
    const [, output = ''] = blockTexts(await read({ cells: [{ cell_type: 'code', source: 'x', outputs }] }));
    expect(output.split('\n')).toHaveLength(42);
    expect(output.endsWith('\n…')).toBe(true);
  });

  it('may be of format 3', async () => {
    const cells = [
      { cell_type: 'heading', level: 2, source: 'Old' },
      { cell_type: 'code', input: 'x = 1', outputs: [] },
    ];
    expect(blockTexts(await read({ worksheets: [{ cells }], nbformat: 3 }))).toEqual(['## Old', 'x = 1']);
  });

  it.each(['{"cells": [', '{"cells": 1}', '{"cells": [{"source": 1}]}'])(
    'is corrupt when it is %s',
    async (content) => {
      await expect(read(content)).rejects.toMatchObject({ code: 'file-corrupt' });
    },
  );

  it('without cells holds no text', async () => {
    await expect(read({ cells: [], nbformat: 4 })).rejects.toMatchObject({ code: 'file-without-text' });
  });

  it('of any cells is covered by its blocks', async () => {
    const source = fc.array(fc.oneof(fc.constantFrom('# A\n', '```\n', '- x\n', '\n', '<!-- a -->\n'), fc.string()));
    const cell = fc.record({ cell_type: fc.constantFrom('markdown', 'code', 'raw'), source });
    const property = fc.asyncProperty(fc.array(cell), async (cells) => {
      const first = { cell_type: 'raw', source: 'word' };
      const extraction = await read({ cells: [first, ...cells], nbformat: 4 });
      expectSoundExtraction(extraction, { withoutInvisible: withoutInvisibleMarkdown });
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
