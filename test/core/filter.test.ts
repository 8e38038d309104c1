import { describe, expect, it } from 'vitest';
import { parseConditions, parseFilter } from '../../src/core/filter.js';

describe('parseConditions', () => {
  it.each([
    [['format=pdf'], { format: { eq: 'pdf' } }],
    [['page>=3', 'page<10'], { page: { gte: 3, lt: 10 } }],
    [['name~reports/**'], { name: { glob: 'reports/**' } }],
    [["metadata.author!='O'Brien'"], { 'metadata.author': { ne: "O'Brien" } }],
    [['title = "007"'], { title: { eq: '007' } }],
    [['metadata.draft=true'], { 'metadata.draft': { eq: true } }],
  ])('reads %j', (conditions, filter) => {
    expect(parseConditions(conditions)).toEqual(filter);
  });

  it('takes all behind the operator as the value', () => {
    expect(parseConditions(["format='pdf' OR 1=1"])).toEqual({ format: { eq: "'pdf' OR 1=1" } });
  });

  it('names the unknown field', () => {
    expect(() => parseConditions(['colour=red'])).toThrow(/colour: unknown field/u);
  });

  it('does not repeat a huge filter', () => {
    expect(() => parseFilter({ format: { like: 'x'.repeat(100_000) } })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,400}$/su) }),
    );
  });

  it.each(['format', 'format=', 'colour=red', '=pdf', 'page LIKE 3'])('refuses %s', (condition) => {
    expect(() => parseConditions([condition])).toThrow(expect.objectContaining({ code: 'invalid-filter' }));
  });
});

describe('parseFilter', () => {
  it.each([[{ format: { like: 'x' } }], [{ format: {} }], [{ page: { in: [] } }], [[]], ['format'], [null]])(
    'refuses %j',
    (value) => {
      expect(() => parseFilter(value)).toThrow(expect.objectContaining({ code: 'invalid-filter' }));
    },
  );
});
