import { describe, expect, it } from 'vitest';
import {
  answerCheck,
  isNegated,
  numbersIn,
  properWordsIn,
  shareStated,
} from '../../../src/agent/extractive/stated-parts.js';

describe('parts of a question that a passage must state', () => {
  it('are its numbers, each once, without the punctuation around them', () => {
    expect(numbersIn('Was it 1,200 in 1999, or 3.5 in 1999?')).toEqual(['1,200', '1999', '3.5']);
  });

  it('are its capitalised words, but not those that begin a sentence', () => {
    expect(properWordsIn("When did Ada's friend meet Babbage? Who paid?")).toEqual(['ada', 'babbage']);
  });

  it('are words of katakana and Latin words in Japanese', () => {
    expect(properWordsIn('東京のマルコ・ミフケルソンはNASAで何を')).toEqual(['マルコ', 'ミフケルソン', 'nasa']);
  });

  it('count as stated where there are none', () => {
    expect(shareStated([], 'anything')).toBe(1);
    expect(shareStated(['ada', 'babbage'], 'a letter of ada')).toBe(0.5);
  });
});

describe('isNegated', () => {
  it.each([
    ["When didn't they begin?", true],
    ['What is not a prime?', true],
    ['Welche Stadt hat keinen Hafen?', true],
    ['哪些城市没有地铁?', true],
    ['What is a knot?', false],
    ['Who wrote nothing but notes?', false],
  ])('reads "%s" as %s', (question, expected) => {
    expect(isNegated(question)).toBe(expected);
  });
});

describe('answerCheck', () => {
  it('wants a number that the question does not hold itself where it asks how many', () => {
    const answers = answerCheck('How many people lived there in 1910?');
    expect(answers('In 1910 people lived there.')).toBe(false);
    expect(answers('In 1910 the town had 430 people.')).toBe(true);
  });

  it('wants another name where the question asks who', () => {
    const answers = answerCheck('Who founded Rome?');
    expect(answers('Long ago someone founded Rome.')).toBe(false);
    expect(answers('Long ago Romulus founded Rome.')).toBe(true);
  });

  it('takes anything where it cannot tell what is asked for', () => {
    expect(answerCheck('the harbour office')('some words')).toBe(true);
  });
});
