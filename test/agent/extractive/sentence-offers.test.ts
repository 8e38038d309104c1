import { describe, expect, it } from 'vitest';
import { questionFocus } from '../../../src/agent/extractive/question-focus.js';
import { sentenceOffers } from '../../../src/agent/extractive/sentence-offers.js';
import { QuestionTerms } from '../../../src/retrieval/question-terms.js';
import type { IndexReader } from '../../../src/store/index-store.js';

const reader = { termFrequencies: async () => ({ counts: new Map(), total: 10 }) } as unknown as IndexReader;
const question = 'Where did Ilse Marenko live in 1987?';
const focus = questionFocus(question, await QuestionTerms.of(question, reader));

const offers = (shown: string, title: readonly string[] = []) => sentenceOffers(shown, focus, new Set(title));

describe('sentenceOffers', () => {
  it('counts what the question does not say', () => {
    expect(offers('In 1987 Ilse Marenko lived.')).toMatchObject({ names: [], years: 0, numbers: 0, places: 0 });
    const found = offers('Since then (1988) Paul Brandt moved to Genoa with 12 dogs.');
    expect(found).toMatchObject({ years: 1, numbers: 1, places: 1, fullNames: 1 });
    expect(found.names).toContain('paul brandt');
  });

  it.each([
    'on 4 May 1950',
    'on May 4, 1950',
    'am 4. Mai 1950',
    'el 4 de mayo de 1950',
    'le 4 mai 1950',
    '1950年5月4日',
  ])('sees a date in "%s"', (text) => {
    expect(offers(`It was ${text}.`).dates).toBe(1);
  });

  it('knows the dates of a life, units, quotes and definitions', () => {
    expect(offers('Paul Brandt (4 May 1950 – 2 June 2001) was a painter.')).toMatchObject({
      hasLifeDates: true,
      isDefinition: true,
    });
    expect(offers('It is 42 metres high.').hasUnit).toBe(true);
    expect(offers('She called it "home".').hasQuote).toBe(true);
    expect(offers('Nothing of that kind here')).toMatchObject({ hasLifeDates: false, hasUnit: false, hasQuote: false });
  });

  it('takes the words of the title as known', () => {
    expect(offers('Paul Brandt is a director.', ['paul', 'brandt']).names).toEqual([]);
  });
});
