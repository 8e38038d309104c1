import { describe, expect, it } from 'vitest';
import { probeFile } from '../../../ingest/detect.js';
import { docxExtractor } from '../../../ingest/extractors/docx.js';
import { makeCompoundFile, makeDocx, makeDocxBomb, makeManual } from '../../fixtures/make-docx.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels, sourceFile } from '../source-file.js';

const accepts = async (fileName: string, bytes: Uint8Array) =>
  docxExtractor.accepts(await probeFile({ fileName, bytes }));

describe('the Word extractor', () => {
  it('keeps headings, lists, tables and footnotes, and leaves pictures out', async () => {
    const extraction = await extracted(docxExtractor, 'manual.docx', await makeManual('The manual'));
    expectSoundExtraction(extraction);
    expect(blockTexts(extraction)).toEqual([
      '# Setup',
      'Read this first.[1]',
      '## Install',
      '- Open the box.\n- Press start.',
      '| Part | Number |\n| --- | --- |\n| Pump | 17 |\n| Valve | 4 \\| 5 |',
      '1. Since the second edition.',
    ]);
    expect(extraction.blocks.map((block) => block.kind)).toEqual([
      'heading',
      'paragraph',
      'heading',
      'list',
      'table',
      'list',
    ]);
    expect(pageLabels(extraction)).toEqual(['Setup', 'Setup › Install']);
  });

  it('takes title, author and date from the properties, and the first heading for want of a title', async () => {
    const stated = await extracted(docxExtractor, 'a.docx', await makeManual('The manual'));
    expect(stated.title).toBe('The manual');
    expect(stated.metadata).toMatchObject({ author: 'Ada', created: expect.stringMatching(/^\d{4}-/u) });
    const noise = await extracted(docxExtractor, 'b.docx', await makeManual('Document1'));
    expect(noise.title).toBe('Setup');
  });

  it('accepts Word files by their content, and damaged or old ones by their ending', async () => {
    expect(await accepts('report.bin', await makeDocx(['Text.']))).toBe(true);
    expect(await accepts('old.doc', makeCompoundFile('WordDocument'))).toBe(true);
    expect(await accepts('sheet.xls', makeCompoundFile('Workbook'))).toBe(false);
    expect(await accepts('notes.docx', Buffer.from('only text'))).toBe(false);
  });
});

describe('a Word file that cannot be read', () => {
  const failures: [string, string, RegExp, () => Uint8Array | Promise<Uint8Array>][] = [
    ['with a password', 'file-encrypted', /password/u, () => makeCompoundFile('EncryptedPackage')],
    ['from before 2007', 'format-unsupported', /before 2007/u, () => makeCompoundFile('WordDocument')],
    ['that is cut off', 'file-corrupt', /cut off/u, async () => (await makeDocx(['Text.'])).subarray(0, 3000)],
    ['that is another archive', 'file-corrupt', /damaged/u, () => makeDocxBomb(10)],
    ['that unpacks to too much', 'file-too-large', /more than 24 MB/u, () => makeDocxBomb(30 * 2 ** 20)],
    ['without text', 'file-without-text', /no text/u, () => makeDocx([''])],
  ];

  it.each(failures)('%s is refused with %s', async (name, code, message, make) => {
    const file = sourceFile(`${name}.docx`, await make());
    await expect(docxExtractor.extract(file, {})).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/u),
    });
  });

  it('is not read at all once its signal has fired', async () => {
    const file = sourceFile('a.docx', await makeDocx(['Text.']));
    await expect(docxExtractor.extract(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
