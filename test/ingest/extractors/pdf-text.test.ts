import { describe, expect, it } from 'vitest';
import { pageBlocks } from '../../../ingest/extractors/pdf-blocks.js';
import { locateHeadings } from '../../../ingest/extractors/pdf-headings.js';
import { joinHyphenatedWords } from '../../../ingest/extractors/pdf-hyphens.js';
import { repairLigatures } from '../../../ingest/extractors/pdf-ligatures.js';
import { cleanPageText } from '../../../ingest/extractors/pdf-page-text.js';
import { meaningfulTitle } from '../../../ingest/structure/meaningful-title.js';
import { processorMs } from '../../processor-ms.js';

describe('the text of a PDF page', () => {
  it.each([
    ['has single blanks and none at the ends of lines', 'a \t b  \n  c\u00a0d ', 'a b\nc d'],
    ['has no control characters', 'a\u0000b\u0007\r\nc\ufeff', 'ab\nc'],
    [
      'has words whole that are divided at soft hyphens',
      'an infor\u00ad\nmation, given\nsoft\u00adware',
      'an information,\ngiven\nsoftware',
    ],
    ['has bullets for the signs of symbol fonts', '\uf0b7 one\n\uf0a7 two', '• one\n• two'],
    ['has no lone surrogates', 'a\ud800b', 'a\ufffdb'],
    ['has at most one blank line', 'a\n\n\n\nb', 'a\n\nb'],
  ])('%s', (_name, raw, clean) => {
    expect(cleanPageText(raw)).toBe(clean);
  });
});

describe('words divided at hyphens', () => {
  it('are joined where the document has the joined word, and only that', () => {
    const pages = [
      'The reclassification was long.',
      'A reclassifi-\ncation, and a long-\nterm plan of the re-\ngion. A re-\nsult.',
      'long-term',
    ];
    expect(joinHyphenatedWords(pages)[1]).toBe(
      'A reclassification,\nand a long-\nterm plan of the re-\ngion. A re-\nsult.',
    );
  });

  it('are compared in linear time', () => {
    const started = processorMs();
    joinHyphenatedWords([`${'字'.repeat(300_000)}-\n${'a'.repeat(300_000)}`]);
    expect(processorMs() - started).toBeLessThan(2_000);
  });
});

describe('ligatures that a PDF gives as NUL', () => {
  it('become what the same document has elsewhere', () => {
    const pages = ['A matter of shift and fitting.', 'A ma\0er of shi\0 and fi\0ing.'];
    expect(repairLigatures(pages)[1]).toBe('A matter of shift and fitting.');
  });

  it('become `ti` where nothing else can be, and U+FFFD otherwise', () => {
    expect(repairLigatures(['The par\0cipant in the func\0on wro\0e.'])).toEqual([
      'The participant in the function wro\ufffde.',
    ]);
  });

  it('are not looked for in runs of NUL alone', () => {
    const started = processorMs();
    expect(repairLigatures([`a ${'\0'.repeat(500_000)}`, `${'b\0'.repeat(5_000)}`])[0]).toHaveLength(500_002);
    expect(processorMs() - started).toBeLessThan(2_000);
  });
});

describe('the blocks of a PDF page', () => {
  const blocks = (text: string) => pageBlocks(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

  it('are paragraphs that end in a short line', () => {
    const first = 'A line that is as long as any of this page, with\nits end.';
    const second = 'Another line that is as long as the first of all and\ngoes on.';
    expect(blocks(`${first}\n${second}`)).toEqual([
      ['paragraph', first],
      ['paragraph', second],
    ]);
  });

  it('are table rows, line by line', () => {
    expect(
      blocks('In millions 2022 2021\nNet sales $ 1,234 $ (9.5)\nTax rate 12% —\nIn 2021, 5 plants closed.'),
    ).toEqual([
      ['row', 'In millions 2022 2021'],
      ['row', 'Net sales $ 1,234 $ (9.5)'],
      ['row', 'Tax rate 12% —'],
      ['paragraph', 'In 2021, 5 plants closed.'],
    ]);
  });

  it('are list items with the lines that belong to them', () => {
    expect(blocks('• first item that goes on\nin a second line;\n• second\n1. third')).toEqual([
      ['list', '• first item that goes on\nin a second line;'],
      ['list', '• second'],
      ['list', '1. third'],
    ]);
  });

  it('end at blank lines and are none for a page without text', () => {
    expect(blocks('one\n\ntwo')).toEqual([
      ['paragraph', 'one'],
      ['paragraph', 'two'],
    ]);
    expect(blocks('')).toEqual([]);
  });
});

describe('bookmarks', () => {
  const pages = ['Title\n1. Set-Up\nText.\nInstall the\nprogram\nMore.', 'Other text.', 'Use it\nEnd.'];

  it('are found on their pages in spite of case, dashes and line breaks', () => {
    const outline = [
      { title: '1 Setup', depth: 1, page: 1 },
      { title: 'Install the Program', depth: 2, page: 1 },
      { title: 'Use it', depth: 1, page: 3 },
    ];
    const found = locateHeadings(pages, outline);
    expect(found.map((each) => each.map(({ path }) => path))).toEqual([
      [['1 Setup'], ['1 Setup', 'Install the Program']],
      [],
      [['Use it']],
    ]);
    expect(found[0]?.map(({ start, end }) => pages[0]?.slice(start, end))).toEqual([
      '1. Set-Up',
      'Install the\nprogram',
    ]);
  });

  it('that are not on their page count from its start, or else from the next page', () => {
    const outline = [
      { title: 'Part A', depth: 1, page: 1 },
      { title: 'Part B', depth: 1, page: 1 },
      { title: 'Nowhere', depth: 1, page: 9 },
    ];
    const found = locateHeadings(pages, outline);
    expect(found.map((each) => each.map(({ path, start, end }) => [path[0], start, end]))).toEqual([
      [['Part A', 0, 0]],
      [['Part B', 0, 0]],
      [],
    ]);
  });

  it('are no headings where there is one alone, or where they only number pages', () => {
    expect(locateHeadings(pages, [{ title: 'Title', depth: 1, page: 1 }]).flat()).toEqual([]);
    const numbers = [1, 2, 3].map((page) => ({ title: `Page ${page}`, depth: 1, page }));
    expect(locateHeadings(pages, numbers).flat()).toEqual([]);
  });
});

describe('a stated title', () => {
  it.each(['Annual Report 2022', 'Q1 2023 8-K - Exhibit 99.1', 'Über Öl', '年度报告'])('counts: %s', (title) => {
    expect(meaningfulTitle(`  ${title} `)).toBe(title);
  });

  it.each([
    '',
    undefined,
    'untitled',
    'Untitled-1',
    'Document1',
    'Microsoft Word - report.doc',
    'report_final.docx',
    'C:\\temp\\a b',
    '/home/ada/a',
    'file:///a',
    'https://example.org/',
    '0001018724-18-000005',
    'PowerPoint Presentation',
    'Slide 1',
  ])('says nothing: %s', (title) => {
    expect(meaningfulTitle(title)).toBeUndefined();
  });
});
