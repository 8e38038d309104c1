import { describe, expect, it } from 'vitest';
import { contextOf, titleFromFileName } from '../../ingest/chunk-context.js';

describe('titleFromFileName', () => {
  it.each([
    ['reports/2023_10K-annual.report.pdf', '2023 10K annual report'],
    ['README.md', 'README'],
    ['.pdf', '.pdf'],
    ['議事録.txt', '議事録'],
  ])('cleans %s', (name, title) => {
    expect(titleFromFileName(name)).toBe(title);
  });
});

describe('contextOf', () => {
  it('names title, file and headings once each', () => {
    const document = { title: 'Annual report', name: 'acme_2023.pdf' };
    expect(contextOf(document, ['Annual report', 'Risks'])).toBe('Annual report › acme 2023 › Risks');
  });

  it('stays short at a word boundary', () => {
    const context = contextOf({ title: 'word '.repeat(100), name: 'a.md' }, []);
    expect(context.length).toBeLessThanOrEqual(240);
    expect(context.endsWith('word')).toBe(true);
  });
});
