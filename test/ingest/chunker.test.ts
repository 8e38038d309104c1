import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../ingest/chunker.js';
import { markdownStructure } from '../../ingest/structure/markdown-structure.js';
import type { Block, Document, Page } from '../../src/core/document.js';
import { processorMs } from '../processor-ms.js';

/** One token a word, and one per started ten characters of a word: bounded like a real tokenizer's. */
const countTokens = (text: string) => text.split(/\s+/u).reduce((sum, word) => sum + Math.ceil(word.length / 10), 0);

function documentOf(text: string, parts: { pages: readonly Page[]; blocks: readonly Block[] }): Document {
  const info = {
    id: 'd',
    uri: '/d.md',
    name: 'manual.md',
    title: 'Guide',
    format: 'markdown',
    contentHash: '',
    bytes: 0,
  };
  return { ...info, modifiedAt: '', metadata: {}, text, pages: parts.pages, blocks: parts.blocks };
}

const markdown = (text: string) => documentOf(text, markdownStructure(text));

function plain(text: string): Document {
  const page: Page = { number: 1, kind: 'section', label: 'beginning', start: 0, end: text.length };
  return documentOf(text, {
    pages: [page],
    blocks: [{ kind: 'paragraph', start: 0, end: text.length, headings: [], page: 1 }],
  });
}

describe('chunkDocument', () => {
  it('gives chunks that are exact slices, in order, within the limit, and hold every visible character', () => {
    const words = fc.array(
      fc.constantFrom('alpha', 'beta.', 'gamma\n', '\n\n', '# Head\n', '- item\n', '漢字。', 'x'.repeat(300)),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (parts, maxTokens) => {
        const text = parts.join(' ');
        const chunks = chunkDocument(markdown(text), { maxTokens, countTokens });
        let end = 0;
        for (const chunk of chunks) {
          expect(text.slice(chunk.start, chunk.end)).toBe(chunk.text);
          expect(chunk.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(end, chunk.start).trim()).toBe('');
          expect(countTokens(chunk.text)).toBeLessThanOrEqual(maxTokens);
          end = chunk.end;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
    );
  });

  it('gives a repeated passage its own position and id each time', () => {
    const passage = 'The same words again and again.\n\n';
    const chunks = chunkDocument(markdown(passage.repeat(20)), { maxTokens: 14, countTokens });
    expect(new Set(chunks.map(({ start }) => start)).size).toBe(chunks.length);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
    expect(chunks.length).toBeGreaterThan(5);
  });

  it('puts title and heading path in front, and keeps them out of the text', () => {
    const text = `# Setup\n\n${'word '.repeat(40)}\n\n## Linux\n\n${'other '.repeat(40)}`;
    const chunks = chunkDocument(markdown(text), { maxTokens: 60, countTokens });
    expect(chunks.map(({ context }) => context)).toEqual(['Guide › manual › Setup', 'Guide › manual › Setup › Linux']);
    expect(chunks.map(({ headings }) => headings)).toEqual([['Setup'], ['Setup', 'Linux']]);
    expect(chunks[1]?.text.startsWith('## Linux')).toBe(true);
  });

  it('never leaves a heading alone in a chunk', () => {
    const text = `# One\n\n${'a '.repeat(100)}\n\n# Two\n\n${'b '.repeat(100)}`;
    const chunks = chunkDocument(markdown(text), { maxTokens: 30, countTokens });
    expect(chunks.filter((chunk) => /^#+ \w+$/u.test(chunk.text))).toEqual([]);
  });

  it('never joins two pages of a paginated document', () => {
    const text = 'First page.\n\nSecond page.';
    const pages: Page[] = [
      { number: 1, kind: 'page', label: 'p. 1', start: 0, end: 11 },
      { number: 2, kind: 'page', label: 'p. 2', start: 13, end: 25 },
    ];
    const blocks = pages.map(
      ({ number, start, end }): Block => ({ kind: 'paragraph', start, end, headings: [], page: number }),
    );
    const chunks = chunkDocument(documentOf(text, { pages, blocks }), { maxTokens: 50, countTokens });
    expect(
      chunks.map(({ text: each, pageStart, pageEnd, pageLabel }) => [each, pageStart, pageEnd, pageLabel]),
    ).toEqual([
      ['First page.', 1, 1, 'p. 1'],
      ['Second page.', 2, 2, 'p. 2'],
    ]);
  });

  it('joins small sections with the next one', () => {
    const text = '# A\n\nshort\n\n# B\n\nalso short\n\n# C\n\nshort too';
    expect(chunkDocument(markdown(text), { maxTokens: 200, countTokens })).toHaveLength(1);
  });

  it.each([
    ['ten million characters without a blank', 'x'.repeat(10_000_000)],
    ['ten million characters of words without a line break', 'lorem ipsum dolor '.repeat(555_556)],
    ['three million ideographs without a sentence end', '検索'.repeat(1_500_000)],
  ])('does not stall on %s', (_, text) => {
    const started = processorMs();
    const chunks = chunkDocument(plain(text), { maxTokens: 256, countTokens });
    expect(processorMs() - started).toBeLessThan(15_000);
    expect(chunks.map((chunk) => chunk.text.length).reduce((sum, length) => sum + length, 0)).toBeGreaterThan(
      text.length * 0.9,
    );
  });
});
