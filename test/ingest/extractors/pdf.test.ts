import { afterAll, describe, expect, it } from 'vitest';
import { createPdfExtractor } from '../../../ingest/extractors/pdf.js';
import { makeChinesePdf, makeOnePagePdf, makePdf, makeRawPdf, makeScannedPdf } from '../../fixtures/make-pdf.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, sourceFile } from '../source-file.js';

const extractor = createPdfExtractor();
afterAll(() => extractor.close());

const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

describe('the PDF extractor', () => {
  it('keeps each text on its page, and pages without text as pages', async () => {
    const pdf = await makePdf([['The pump is red.'], [], ['The valve is blue.']]);
    const extraction = await extracted(extractor, 'plant.pdf', pdf);
    expectSoundExtraction(extraction);
    expect(extraction.pages.map(({ number, kind, label }) => ({ number, kind, label }))).toEqual([
      { number: 1, kind: 'page', label: 'p. 1' },
      { number: 2, kind: 'page', label: 'p. 2' },
      { number: 3, kind: 'page', label: 'p. 3' },
    ]);
    const texts = extraction.pages.map((page) => extraction.text.slice(page.start, page.end));
    expect(texts).toEqual(['The pump is red.', '', 'The valve is blue.']);
    expect(extraction.metadata).toMatchObject({ pages: 3, pagesWithoutText: 1 });
  });

  it('takes title, author and date from the file where they say something', async () => {
    const stated = await extracted(extractor, 'a.pdf', await makePdf([['Text.']], { title: 'Plant', author: 'Ada' }));
    expect(stated.title).toBe('Plant');
    expect(stated.metadata).toMatchObject({ author: 'Ada', created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u) });
    const noise = await extracted(extractor, 'b.pdf', await makePdf([['Text.']], { title: 'Microsoft Word - b.doc' }));
    expect(noise).not.toHaveProperty('title');
  });

  it('takes headings from the bookmarks', async () => {
    const pages = [
      ['Setup', 'Read this first.', 'Install', 'Run the program.'],
      ['It needs a key.'],
      ['Use', 'Press it.'],
    ];
    const pdf = await makePdf(pages, { bookmarks: [['Setup', 'Install'], [], ['Use']] });
    const extraction = await extracted(extractor, 'guide.pdf', pdf);
    expectSoundExtraction(extraction);
    const headings = new Map(blockTexts(extraction).map((text, index) => [text, extraction.blocks[index]]));
    expect(headings.get('Setup')).toMatchObject({ kind: 'heading', headings: ['Setup'] });
    expect(headings.get('Run the program.')).toMatchObject({
      kind: 'paragraph',
      headings: ['Setup', 'Install'],
      page: 1,
    });
    expect(headings.get('It needs a key.')).toMatchObject({ headings: ['Setup', 'Install'], page: 2 });
    expect(headings.get('Press it.')).toMatchObject({ headings: ['Use'], page: 3 });
  });

  it('reads table rows as lines of label and numbers', async () => {
    const cell = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET\n`;
    const content = [
      cell(72, 700, 'Net sales'),
      cell(300, 700, '1,234'),
      cell(400, 700, '987'),
      cell(72, 680, 'Cost of sales'),
      cell(300, 680, '(900)'),
      cell(400, 680, '800'),
    ].join('');
    const pdf = makeOnePagePdf('/Font << /F1 5 0 R >>', content, [helvetica]);
    const extraction = await extracted(extractor, 'table.pdf', pdf);
    expect(extraction.text).toBe('Net sales 1,234 987\nCost of sales (900) 800');
    expect(extraction.blocks.map((block) => block.kind)).toEqual(['row', 'row']);
  });

  it('reads Chinese whose font is not embedded', async () => {
    const extraction = await extracted(extractor, 'chinese.pdf', makeChinesePdf('中文全文检索'));
    expect(extraction.text).toBe('中文全文检索');
  });

  it('reads several files at once, each with its own text', async () => {
    const two = createPdfExtractor({ processes: 2 });
    const names = ['one', 'two', 'three', 'four'];
    const files = await Promise.all(names.map((name) => makePdf([[`I am ${name}.`]])));
    const texts = await Promise.all(
      files.map(async (file, index) => (await extracted(two, `${names[index]}.pdf`, file)).text),
    );
    expect(texts).toEqual(['I am one.', 'I am two.', 'I am three.', 'I am four.']);
    expect(two.processIds()).toHaveLength(2);
    await two.close();
    expect(two.processIds()).toHaveLength(0);
  });
});

describe('a PDF that cannot be read', () => {
  const good = () => makePdf([['Still here.']]);
  const failures: [string, string, RegExp, () => Uint8Array | Promise<Uint8Array>][] = [
    ['with a password', 'file-encrypted', /password/u, () => makePdf([['Secret.']], { password: 'open sesame' })],
    ['of no bytes', 'file-corrupt', /is empty/u, () => new Uint8Array()],
    ['that is something else', 'file-corrupt', /not a readable PDF/u, () => Buffer.from('<html>not found</html>')],
    ['that is cut off', 'file-corrupt', /not a readable PDF/u, async () => (await good()).subarray(0, 700)],
    [
      'without pages',
      'file-corrupt',
      /no pages/u,
      () => makeRawPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']),
    ],
    [
      'with a broken page',
      'file-corrupt',
      /on page 1/u,
      () => makeRawPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
    ],
    ['of scanned pages', 'file-without-text', /looks like a scan.*/u, () => makeScannedPdf(3)],
  ];

  it.each(failures)('%s is refused with %s, and the next file is read', async (name, code, message, make) => {
    const file = sourceFile(`${name}.pdf`, await make());
    await expect(extractor.extract(file, {})).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/u),
    });
    expect((await extracted(extractor, 'good.pdf', await good())).text).toBe('Still here.');
  });
});

describe('what the PDF extractor accepts', () => {
  const probe = { fileName: 'a', extension: '', mimeType: undefined, textHead: undefined };

  it('is a PDF by its content, whatever it is called', () => {
    expect(extractor.accepts({ ...probe, mimeType: 'application/pdf' })).toBe(true);
    expect(extractor.accepts({ ...probe, extension: '.pdf', textHead: '%PDF- is how they begin' })).toBe(false);
  });
});
