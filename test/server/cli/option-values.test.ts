import { describe, expect, it } from 'vitest';
import { collected, seconds, wholeNumber } from '../../../server/cli/option-values.js';

describe('the value of an option', () => {
  it('is a whole number, or refused', () => {
    expect(wholeNumber('10')).toBe(10);
    for (const text of ['-1', '1.5', 'ten', '']) expect(() => wholeNumber(text)).toThrow('whole number');
  });

  it('is a time within what an answer may take, or refused', () => {
    expect(seconds('2.5')).toBe(2.5);
    for (const text of ['0', '3601', 'soon', '', 'NaN']) expect(() => seconds(text)).toThrow('from 1 to 3600');
  });

  it('is added to those before it', () => {
    expect(collected('b', collected('a'))).toEqual(['a', 'b']);
  });
});
