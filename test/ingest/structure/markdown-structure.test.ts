import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadingPath } from '../../../ingest/structure/heading-path.js';
import { markdownStructure } from '../../../ingest/structure/markdown-structure.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { withoutInvisibleMarkdown } from './invisible-markdown.js';

function blocksOf(text: string): string[] {
  return markdownStructure(text).blocks.map((block) => `${block.kind}|${text.slice(block.start, block.end)}`);
}

function labelsOf(text: string): string[] {
  return markdownStructure(text).pages.map((page) => page.label);
}

describe('sections', () => {
  it('begin at each heading and are labelled with the path to it', () => {
    const text = '# Setup\n\n## Install\nRun it.\n\n### Linux\n\n## Use\n\n# End';
    expect(labelsOf(text)).toEqual(['Setup', 'Setup › Install', 'Setup › Install › Linux', 'Setup › Use', 'End']);
  });

  it('tile the whole text', () => {
    const text = '\n\nintro\n\n# A\n\ntext\n\n# B\n\n';
    const { pages } = markdownStructure(text);
    expect(pages.map((page) => text.slice(page.start, page.end)).join('')).toBe(text);
  });

  it('call the text above the first heading the beginning, and a text without headings the whole document', () => {
    expect(labelsOf('intro\n\n# A\n')).toEqual(['beginning', 'A']);
    expect(labelsOf('only\n\nwords')).toEqual(['whole document']);
    expect(labelsOf('')).toEqual([]);
  });

  it('keep the levels when a text skips some', () => {
    expect(labelsOf('### deep\n# top\n### below\n## middle')).toEqual(['deep', 'top', 'top › below', 'top › middle']);
  });

  it('go on from the headings of an earlier text when given its path', () => {
    const path = new HeadingPath();
    markdownStructure('# One\n## Two', path);
    expect(markdownStructure('words', path).blocks[0]?.headings).toEqual(['One', 'Two']);
    expect(markdownStructure('## Three', path).pages[0]?.label).toBe('One › Three');
  });
});

describe('headings', () => {
  it.each([
    ['## Closed ##', 'Closed'],
    ['   # Indented', 'Indented'],
    ['# `npm run x_y` and __init__.py', 'npm run x_y and init.py'],
    [
      '# The **bold** and *slanted* ~~gone~~ [link](https://a.b/c_(d)) ![icon](i.png)',
      'The bold and slanted gone link icon',
    ],
    ['# Anchored {#anchor .class}', 'Anchored'],
    ['# snake_case_name 2 * 3 * 4', 'snake_case_name 2 * 3 * 4'],
    ['# C\\# &amp; <em>friends</em>', 'C# & friends'],
    ['# [[Target|Shown]] and [a][b] note[^1]', 'Shown and a note'],
    ['Over\n====', 'Over'],
    ['<h2 align="center">Logo</h2>', 'Logo'],
  ])('%j reads %j', (text, title) => {
    expect(labelsOf(text)).toEqual([title]);
    expect(markdownStructure(text).firstHeading).toBe(title);
  });

  it.each(['#hashtag', '#', '    # code', '\\# no', '####### seven', '```\n# code\n```', '- a\n  # in an item'])(
    'are not found in %j',
    (text) => expect(markdownStructure(text).firstHeading).toBeUndefined(),
  );

  it('underlined with dashes are short; below a longer paragraph the dashes are a rule', () => {
    expect(labelsOf('Two\n---\ntext')).toEqual(['Two']);
    expect(labelsOf('one\ntwo\nthree\n---\ntext')).toEqual(['whole document']);
  });

  it('tell the first of any level and the first of level 1 apart', () => {
    const { firstHeading, firstTopHeading } = markdownStructure('## Small\n# Big\n# Second');
    expect([firstHeading, firstTopHeading]).toEqual(['Small', 'Big']);
  });
});

describe('blocks', () => {
  it('are paragraphs, lists with their nested items, tables and code', () => {
    const text =
      'one\ntwo\n\n- a\n  - b\n\n  still a\n- c\n\nafter\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```js\n# no\n\n```\n\n    indented';
    expect(blocksOf(text)).toEqual([
      'paragraph|one\ntwo',
      'list|- a\n  - b\n\n  still a\n- c',
      'paragraph|after',
      'table|| x | y |\n|---|---|\n| 1 | 2 |',
      'code|```js\n# no\n\n```',
      'code|    indented',
    ]);
  });

  it('keep fenced code in list items whole', () => {
    expect(blocksOf('1. do\n\n    ```sh\n    # hi\n    ```\n\n    then\n2. next')).toEqual([
      'list|1. do',
      'code|    ```sh\n    # hi\n    ```',
      'list|    then\n2. next',
    ]);
  });

  it('close a fence only with the same character and at least its length', () => {
    const text = '````\n```\n~~~\n````\n\n~~~ x\n```\n~~~';
    expect(blocksOf(text)).toEqual(['code|````\n```\n~~~\n````', 'code|~~~ x\n```\n~~~']);
  });

  it('run to the end where a fence is never closed', () => {
    expect(blocksOf('```\n# code\n\nmore')).toEqual(['code|```\n# code\n\nmore']);
  });

  it('leave out comments, rules and pictures written out in letters, without moving any offset', () => {
    const text =
      'a\n\n<!-- no\n# heading -->\n\nb\n\n***\n\nc\n\n![x](data:image/png;base64,AAAA)\n\n[i]: <data:image/png;base64,AAAA>\n\nd';
    expect(blocksOf(text)).toEqual(['paragraph|a', 'paragraph|b', 'paragraph|c', 'paragraph|d']);
  });

  it('keep text behind a comment or a picture on its line, and a comment that is never closed', () => {
    expect(blocksOf('<!-- a --> b')).toEqual(['paragraph| b']);
    expect(blocksOf('![x](data:image/png;base64,AA) caption (1)')).toHaveLength(1);
    expect(blocksOf('<!-- a\n\nb')).toEqual(['paragraph|<!-- a', 'paragraph|b']);
  });

  it('keep what stands in verbatim HTML from being Markdown', () => {
    expect(blocksOf('<pre>\n# no\n\n- no\n</pre>\nyes')).toEqual(['code|<pre>\n# no\n\n- no\n</pre>', 'paragraph|yes']);
  });

  it('name the headings above them, a heading included', () => {
    const { blocks } = markdownStructure('a\n# B\nb\n## C\nc');
    expect(blocks.map((block) => block.headings)).toEqual([[], ['B'], ['B'], ['B', 'C'], ['B', 'C']]);
  });
});

describe('any text', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '# A',
      '## B',
      '```',
      '~~~',
      '- x',
      '  - y',
      '1. z',
      '| a | b |',
      '|--|--|',
      '---',
      '===',
      '<!-- c',
    ),
    fc.constantFrom(
      '-->',
      '',
      ' ',
      '    code',
      '\ttab',
      '> quote',
      '<pre>',
      '</pre>',
      '***',
      '[a]: b',
      '![p](data:image/x)',
    ),
    fc.string(),
  );

  it('is covered by blocks in order, except for what is invisible', () => {
    const property = fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = lines.join('\n').replaceAll('\r', '');
      const { pages, blocks } = markdownStructure(text);
      expectSoundExtraction({ text, pages, blocks, metadata: {} }, { withoutInvisible: withoutInvisibleMarkdown });
    });
    fc.assert(property, { numRuns: 500 });
  });
});
