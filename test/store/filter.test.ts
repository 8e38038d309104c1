import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesComparison } from '../../src/store/filter-matching.js';
import { matchesGlob } from '../../src/store/glob.js';
import { documentRecord, vectorAt } from '../fakes/index-records.js';
import { openWriter, temporaryUri } from './temporary-index.js';

describe('filters', () => {
  it('take any text as a value: each finds its own document and no other', async () => {
    const writer = await openWriter(await temporaryUri());
    const odd = [
      "'",
      "''",
      '\\',
      "\\'",
      '%',
      '_',
      '--',
      '";',
      '`',
      '$1',
      '{}',
      '\n',
      ' ',
      '*',
      '?',
      '[a]',
      '(?i)',
      'NULL',
    ];
    const names = [
      ...new Set([...odd, ...fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { seed: 7, numRuns: 40 })]),
    ];
    const id = (index: number) => `d${index}`;
    await writer.replaceDocuments(names.map((name, index) => documentRecord(id(index), { name, pages: [['word']] })));
    for (const [index, name] of names.entries()) {
      const escaped = name.replace(/[*?]/gu, '?');
      const equal = await writer.searchDense(vectorAt(0), { limit: 99, filter: { name } });
      expect(equal.map((hit) => hit.id)).toEqual([`${id(index)}/word`]);
      const globbed = await writer.searchDense(vectorAt(0), { limit: 99, filter: { name: { glob: escaped } } });
      const expected = names.flatMap((each, at) => (matchesGlob(each, escaped) ? [`${id(at)}/word`] : []));
      expect(globbed.map((hit) => hit.id).sort()).toEqual(expected.sort());
    }
  });

  it('refuse a page that is no whole number, and a glob on pages', async () => {
    const writer = await openWriter(await temporaryUri());
    for (const page of [1.5, 'three', true, { gte: 'x' }, { glob: '1*' }]) {
      const search = writer.searchLexical('word', { limit: 1, filter: { page } });
      await expect(search).rejects.toMatchObject({ code: 'invalid-filter', hint: expect.any(String) as string });
    }
  });

  it('compare numbers as numbers, anything else as text, and hold for nothing but `ne` and `notIn` where a value is missing', () => {
    expect(matchesComparison(10, { gt: 9 })).toBe(true);
    expect(matchesComparison('10', { gt: '9' })).toBe(false);
    expect(matchesComparison('2024-05-01', { gte: '2024-04', lt: '2024-06' })).toBe(true);
    expect(matchesComparison(true, { eq: 'true' })).toBe(true);
    expect(matchesComparison(7, { in: [1, '7'] })).toBe(true);
    expect(matchesComparison('a/b', { glob: 'a/*' })).toBe(true);
    expect(matchesComparison(undefined, { ne: 1 })).toBe(true);
    expect(matchesComparison(undefined, { ne: 1, lt: 5 })).toBe(false);
    expect(matchesComparison(1, { ne: 1 })).toBe(false);
    expect(matchesComparison(7, { notIn: [1, '7'] })).toBe(false);
    expect(matchesComparison(7, { notIn: [1, 'seven'], lt: 8 })).toBe(true);
    expect(matchesComparison(undefined, { notIn: [1], ne: 2 })).toBe(true);
    expect(matchesComparison(undefined, { notIn: [1], in: [1] })).toBe(false);
  });
});
