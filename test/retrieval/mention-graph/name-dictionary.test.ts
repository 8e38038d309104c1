import { describe, expect, it } from 'vitest';
import { NameDictionary } from '../../../src/retrieval/mention-graph/name-dictionary.js';
import { nameWords } from '../../../src/retrieval/mention-graph/name-words.js';
import { processorMs } from '../../processor-ms.js';

const find = (names: readonly string[], text: string) =>
  Object.fromEntries(new NameDictionary(names).namesIn(nameWords(text)));

describe('a dictionary of names', () => {
  it('counts the names of a text', () => {
    const found = find(
      ['paris', 'albert einstein'],
      'Albert Einstein left Paris; Paris missed ALBERT EINSTEIN, and Albert.',
    );
    expect(found).toEqual({ paris: 2, 'albert einstein': 2 });
  });

  it('prefers the longest name', () => {
    const names = ['new york', 'new york city', 'city', 'york'];
    expect(find(names, 'in New York City')).toEqual({ 'new york city': 1 });
    expect(find(names, 'in New York, a city')).toEqual({ 'new york': 1, city: 1 });
    expect(find(names, 'New things in York')).toEqual({ york: 1 });
  });

  it('reads from the left where names overlap', () => {
    const names = ['alpha beta', 'beta gamma delta', 'gamma'];
    expect(find(names, 'alpha beta gamma delta')).toEqual({ 'alpha beta': 1, gamma: 1 });
    expect(find(names, 'beta gamma delta')).toEqual({ 'beta gamma delta': 1 });
  });

  it('falls back to a shorter name where a longer one ends otherwise or the text ends', () => {
    const names = ['university', 'university of', 'university of illinois press'];
    expect(find(names, 'the University of Illinois')).toEqual({ 'university of': 1 });
    expect(find(names, 'the University')).toEqual({ university: 1 });
  });

  it('finds names in scripts without blanks', () => {
    expect(find(['红 楼 梦', '红 楼'], '他读红楼梦，不读红楼')).toEqual({ '红 楼 梦': 1, '红 楼': 1 });
  });

  it('finds nothing where it holds nothing, nor in nothing', () => {
    expect(find([], 'Paris')).toEqual({});
    expect(find(['paris'], '')).toEqual({});
    expect(new NameDictionary([]).size).toBe(0);
  });

  it('holds each name once', () => {
    const dictionary = new NameDictionary(['paris', 'rome', 'paris']);
    expect(dictionary.size).toBe(2);
    expect(dictionary.has('rome')).toBe(true);
    expect(dictionary.has('oslo')).toBe(false);
  });

  it('is not slowed down by a long name whose first word the text repeats', () => {
    const dictionary = new NameDictionary([`甲 ${'乙 '.repeat(5_000)}丙`, '甲']);
    const words = nameWords('甲丙'.repeat(20_000));
    const start = processorMs();
    expect(dictionary.namesIn(words).get('甲')).toBe(20_000);
    expect(processorMs() - start).toBeLessThan(1_000);
  });
});
