import { describe, expect, it } from 'vitest';
import { fileNameKeys, ownNames, titleKeys } from '../../../src/retrieval/mention-graph/own-names.js';
import type { MentioningChunk } from '../../../src/store/index-store.js';
import { processorMs } from '../../processor-ms.js';

interface Given {
  readonly text?: string;
  readonly title?: string;
  readonly name?: string;
  readonly headings?: readonly string[];
  readonly ordinal?: number;
}

function namesOf({ text = 'Some text.', title = '', name = 'notes', headings = [], ordinal = 0 }: Given) {
  const chunk: MentioningChunk = {
    id: 'a/0',
    documentId: 'a',
    hash: 'hash',
    context: '',
    document: { id: 'a', name, title, format: 'markdown' },
    text,
    headings: [...headings],
    ordinal,
  };
  const { titles, targets } = ownNames(chunk);
  return { titles: [...titles].sort(), targets: [...targets].sort() };
}

describe('the keys of a title', () => {
  it.each([
    ['Hybrid Search', ['hybrid search']],
    ['Get Low (Dillon Francis song)', ['get low', 'get low dillon francis song']],
    ['(500) Days of Summer', ['days of summer', '500 days of summer']],
    ['呐喊（鲁迅小说集）', ['呐 喊', '呐 喊 鲁 迅 小 说 集']],
    ['The Beatles', ['the beatles']],
    ['1984', []],
    ['3. 2', []],
    ['1984 (novel)', ['1984 novel']],
    ['FAQ', []],
    ['How to', []],
    ['The', []],
    ['Warranty', ['warranty']],
    ['  ', []],
    ['🙂', []],
    [Array.from({ length: 13 }, (_, at) => `word${at}`).join(' '), []],
    ['一二三四五六七八九十一二三四五', ['一 二 三 四 五 六 七 八 九 十 一 二 三 四 五']],
    ['红'.repeat(200), []],
  ])('%j: %j', (title, keys) => {
    expect(titleKeys(title)).toEqual(keys);
  });
});

describe('the keys of a file name', () => {
  it.each([
    ['docs/hybrid-search.md', ['hybrid search']],
    ['docs\\Hybrid_Search.v2.PDF', ['hybrid search v2']],
    ['hybrid-search', []],
    ['.gitignore', []],
    ['2024.pdf', []],
    ['a.md', []],
    ['readme.md', ['readme']],
    ['大白鲨.txt', ['大 白 鲨']],
    ['', []],
    ['docs/', []],
  ])('%j: %j', (name, keys) => {
    expect(fileNameKeys(name)).toEqual(keys);
  });
});

describe('a chunk', () => {
  it('is called as its document; only the first one is what that name leads to', () => {
    const names = ['ada lovelace', 'countess'];
    const document = { title: 'Ada Lovelace', name: 'people/countess.md' };
    expect(namesOf(document)).toEqual({ titles: names, targets: names });
    expect(namesOf({ ...document, ordinal: 3 })).toEqual({ titles: names, targets: [] });
  });

  it('is called as its innermost heading, which leads to it where it stands in it', () => {
    const headings = ['Handbook', 'Warranty terms'];
    const holding = namesOf({ headings, ordinal: 2, text: '## Warranty terms\n\nTwo years.' });
    expect(holding).toEqual({ titles: ['warranty terms'], targets: ['warranty terms'] });
    const following = namesOf({ headings, ordinal: 3, text: 'It ends after two years.' });
    expect(following).toEqual({ titles: ['warranty terms'], targets: [] });
  });

  it.each([
    ['**Mention graph**: links between chunks.', ['mention graph']],
    ['Text.\n- **Mention graph** – links.', ['mention graph']],
    ['  2. **Mention graph** is a graph.', ['mention graph']],
    ['* **Mention graphs** are graphs.', ['mention graphs']],
    ['**提及图**：链接。', ['提 及 图']],
    ['**Mention graph (graph of names)** — links.', ['mention graph', 'mention graph graph of names']],
    ['We **really mean** it: now.', []],
    ['**really mean** it', []],
    ['**not** is a word.', []],
    ['**open bold: text', []],
    ['**Mention graph** island', []],
  ])('is called as what it defines: %s', (text, names) => {
    expect(namesOf({ text, ordinal: 1 }).targets).toEqual([...names].sort());
  });

  it.each([
    [
      'National Aeronautics and Space Administration (NASA) is',
      'National Aeronautics and Space Administration',
      'nasa',
    ],
    ['# World Health Organization\n\nThe World Health Organization (WHO) was', 'World Health Organization', undefined],
    ['# World Bank Group\n\nThe World Bank Group (WBG) was', 'World Bank Group', 'wbg'],
    ['北京大学（Peking University）', '北京大学', 'peking university'],
    ['Munich (München) is a city', 'Munich', undefined],
    ['Munich (born Bavarian) is a city', 'Munich', undefined],
    ['Ada Lovelace (10 December 1815, London) was', 'Ada Lovelace', undefined],
    ['Ada Lovelace (London OX 1815) was', 'Ada Lovelace', undefined],
    ['Ada Lovelace (A Very Long And Winding Name) was', 'Ada Lovelace', undefined],
    ['Ada Lovelace, later (ADA)', 'Ada Lovelace', undefined],
    [`${'x '.repeat(200)}Ada Lovelace (ADA)`, 'Ada Lovelace', undefined],
  ])('is called as the parentheses after its title say: %s', (text, title, alias) => {
    const { targets } = namesOf({ text, title });
    const others = targets.filter((name) => !titleKeys(title).includes(name));
    expect(others).toEqual(alias === undefined ? [] : [alias]);
  });

  it('takes the alias of a heading from a chunk further down', () => {
    const text = '## Late interaction\n\nLate interaction (ColBERT) compares tokens.';
    const { titles, targets } = namesOf({ text, title: 'Handbook', headings: ['Late interaction'], ordinal: 4 });
    expect(targets).toEqual(['colbert', 'late interaction']);
    expect(titles).toEqual(['colbert', 'handbook', 'late interaction']);
  });

  it('without any name has none', () => {
    expect(namesOf({})).toEqual({ titles: [], targets: [] });
  });
});

describe('names are found in time that grows with the text, not with its square, in', () => {
  const size = 200_000;
  it.each([
    ['a title of blanks', { title: `a${' '.repeat(size)}b` }],
    ['a title of opening parentheses', { title: '('.repeat(size) }],
    ['a title of unclosed parentheses', { title: ' ( a'.repeat(size / 4) }],
    ['a title of Chinese', { title: '红'.repeat(size / 4), text: '红'.repeat(size) }],
    ['a title of words', { title: 'red '.repeat(size / 4), text: 'red '.repeat(size / 4) }],
    ['a file name of dots', { name: '.'.repeat(size) }],
    ['a file name of dots and letters', { name: '.abcdef'.repeat(size / 7) }],
    ['a file name of slashes', { name: '/'.repeat(size) }],
    ['a line of blanks', { text: `${' '.repeat(size)}x` }],
    ['a line of blanks and tabs', { text: ' \t'.repeat(size / 2) }],
    ['a line of digits', { text: '1'.repeat(size) }],
    ['stars', { text: '*'.repeat(size) }],
    ['bold signs', { text: '**a'.repeat(size / 3) }],
    ['lines of bold signs', { text: '\n**a'.repeat(size / 4) }],
    ['bold and blanks', { text: `**term**${' '.repeat(size)}x` }],
    ['a title before blanks', { title: 'Ada Lovelace', text: `Ada Lovelace${' '.repeat(size)}x` }],
    ['a title before parentheses', { title: 'Ada Lovelace', text: `Ada Lovelace ${'('.repeat(size)}` }],
  ])('%s', (_case, given) => {
    const start = processorMs();
    namesOf(given);
    expect(processorMs() - start).toBeLessThan(2_000);
  });
});
