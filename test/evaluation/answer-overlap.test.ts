import { describe, expect, it } from 'vitest';
import { exactMatch, tokenF1, tokenRecall } from '../../src/evaluation/answer-overlap.js';

describe('exact match', () => {
  it('overlooks case, punctuation and articles, and nothing else', () => {
    expect(exactMatch('The U.S. Air Force!', ['navy', 'us air force'])).toBe(1);
    expect(exactMatch('an apple a day', ['Apple Day'])).toBe(1);
    expect(exactMatch('the air force of the US', ['us air force'])).toBe(0);
    expect(exactMatch('', ['x'])).toBe(0);
  });

  it('keeps articles that are part of a word', () => {
    expect(exactMatch('theatre', ['atre'])).toBe(0);
    expect(exactMatch('vitamin a', ['vitamin'])).toBe(1); // as SQuAD's own script has it
  });

  it('compares Chinese, Japanese and Korean by character', () => {
    expect(exactMatch('136 次。', ['136次'])).toBe(1);
    expect(exactMatch('北京市', ['北京'])).toBe(0);
  });
});

describe('token F1', () => {
  it('weighs what both have against the length of both', () => {
    // Common: cat, sat. Precision 2 / 4, recall 2 / 3.
    expect(tokenF1('the cat sat on mats', ['a cat sat down'])).toBeCloseTo(4 / 7, 12);
    expect(tokenF1('dog', ['cat'])).toBe(0);
    expect(tokenF1('Cat.', ['dog', 'the cat'])).toBe(1);
  });

  it('counts a word as often as the one that has it less often', () => {
    // Common: no, no. Precision 2 / 3, recall 2 / 2.
    expect(tokenF1('no no no', ['no no'])).toBeCloseTo(4 / 5, 12);
  });

  it('counts characters of Chinese', () => {
    // Common: 北, 京. Precision 2 / 3, recall 2 / 2.
    expect(tokenF1('北京市', ['北京'])).toBeCloseTo(4 / 5, 12);
  });

  it('is 1 for two that hold nothing but articles, as SQuAD 2.0 has it, and 0 where one does', () => {
    expect(tokenF1('the', ['a'])).toBe(1);
    expect(tokenF1('', ['cat'])).toBe(0);
  });
});

describe('token recall', () => {
  it('is the share of the best gold answer that the answer has', () => {
    expect(tokenRecall('The harbour opens at seven and closes at noon.', ['at seven', 'opens at seven daily'])).toBe(1);
    expect(tokenRecall('It opens at seven.', ['opens at seven daily'])).toBe(3 / 4);
    expect(tokenRecall('', ['daily'])).toBe(0);
    expect(tokenRecall('anything', ['the'])).toBe(0);
  });
});
