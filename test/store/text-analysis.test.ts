import { describe, expect, it } from 'vitest';
import { analyze, analyzeQuery } from '../../src/store/text-analysis.js';

describe('the analysis of texts', () => {
  it('reduces words to what their forms share', () => {
    expect(analyze('Policies, POLICY; running ran runs')).toEqual(['polici', 'polici', 'run', 'ran', 'run']);
  });

  it('leaves out accents, compatibility forms and vowel marks, in scripts where people do', () => {
    expect(analyze('Café naïve ﬁle ＡＢＣ Straße Ελλάδα')).toEqual(['cafe', 'naiv', 'file', 'abc', 'strass', 'ελλαδα']);
    expect(analyze('مُحَمَّد')).toEqual(analyze('محمد'));
    expect(analyze('が')).not.toEqual(analyze('か'));
    expect(analyze('हिन्दी')).toEqual(['हिन्दी']);
    expect(analyze('cafe\u0301')).toEqual(analyze('caf\u00e9'));
  });

  it('takes pairs of characters, and each, where no blanks stand between words', () => {
    expect(analyze('全文检索')).toEqual(['全', '全文', '文', '文检', '检', '检索', '索']);
    expect(analyzeQuery('全文检索')).toEqual(['全文', '文检', '检索']);
    expect(analyzeQuery('猫')).toEqual(['猫']);
    expect(analyze('カーン')).toContain('カー');
    expect(analyze('𠀀𠀁')).toEqual(['𠀀', '𠀀𠀁', '𠀁']);
  });

  it('separates scripts that touch', () => {
    expect(analyzeQuery('iPhone手机15')).toEqual(['iphon', '手机', '15']);
  });

  it('splits names and numbers at their signs', () => {
    expect(analyze('max_tokens src/index.ts 1,234.5')).toEqual(['max', 'token', 'src', 'index', 'ts', '1', '234', '5']);
  });

  it('leaves function words out of a query, unless there is nothing else', () => {
    expect(analyzeQuery('What is the warranty of it?')).toEqual(['warranti']);
    expect(analyzeQuery('to be or not to be')).toEqual(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(analyze('the warranty')).toEqual(['the', 'warranti']);
  });

  it('finds no terms where there are none', () => {
    for (const text of ['', ' \n\t', '?!… —', '🙂']) {
      expect(analyze(text)).toEqual([]);
      expect(analyzeQuery(text)).toEqual([]);
    }
  });

  it('gives a query the terms that the text has, so that each finds itself', () => {
    for (const text of ['Größe', '全文', 'iPhone手机', "O'Brien", 'ﬃ', 'ภาษาไทย', 'x'.repeat(100), 'Ελλάς', '한국어']) {
      const indexed = new Set(analyze(text));
      for (const term of analyzeQuery(text)) expect(indexed).toContain(term);
      expect(analyzeQuery(text).length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['letters', 'a'.repeat(2_000_000)],
    ['accented letters', 'é'.repeat(500_000)],
    ['marks on one letter', `e${'\u0301'.repeat(500_000)}`],
    ['characters', '漢'.repeat(200_000)],
    ['characters and letters in turn', '漢a'.repeat(100_000)],
  ])('takes a time that grows with the length only, for a run of %s without blanks', (_, text) => {
    const begun = performance.now();
    const terms = analyze(text);
    // A quadratic analysis takes minutes here.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(terms.every((term) => term.length <= 60)).toBe(true);
  });
});
