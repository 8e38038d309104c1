import { describe, expect, it } from 'vitest';
import {
  answerHit,
  findableAnswers,
  judgedLength,
  judgedText,
  normalisedAnswer,
  withoutMarks,
} from '../../src/evaluation/answer-text.js';

describe('the text that is judged', () => {
  it('has no marks, alone, in a row or several in one', () => {
    expect(withoutMarks('It opens at seven. [1] It closes at noon [2][3], on Sundays [4, 5].')).toBe(
      'It opens at seven. It closes at noon, on Sundays.',
    );
  });

  it('ends after 600 characters, marks not counted', () => {
    expect(judgedText(`${'x'.repeat(599)} [1]y z`)).toBe(`${'x'.repeat(599)}y`);
    expect([...judgedText('\u{1F600}'.repeat(700))]).toHaveLength(judgedLength);
  });
});

describe('normalisation', () => {
  it('keeps letters and digits of any script, in lower case, and one blank for all else', () => {
    expect(normalisedAnswer('  “Zoë”—the 3.5-litre ENGINE! ')).toBe('zoë the 3 5 litre engine');
    expect(normalisedAnswer('ＡＢＣ１２３ ｶﾞ')).toBe('abc123ガ');
    expect(normalisedAnswer('Zoe\u0308')).toBe(normalisedAnswer('Zoë'));
    expect(normalisedAnswer('共 136 次，第 2 名 of 3')).toBe('共136次第2名of 3');
    expect(normalisedAnswer('… !')).toBe('');
  });
});

describe('the answer hit', () => {
  it('is a gold answer that stands in the text, whatever the case and punctuation', () => {
    expect(answerHit('It was G.-Stanley HALL who led it.', ['Stanley', 'g stanley hall'])).toBe(true);
    expect(answerHit("France's capital", ['france'])).toBe(true);
    expect(answerHit('Paris', ['London', 'Rome'])).toBe(false);
  });

  it('takes whole words only', () => {
    expect(answerHit('It was built in 1935.', ['35'])).toBe(false);
    expect(answerHit('It was built in 1935, at the age of 35.', ['35'])).toBe(true);
    expect(answerHit('millions of lions', ['lion'])).toBe(false);
    expect(answerHit('3.55 metres', ['3.5'])).toBe(false);
  });

  it('knows no word borders in scripts without blanks', () => {
    expect(answerHit('黑豹队的防守丢了308分，排名第六。', ['308'])).toBe(true);
    expect(answerHit('贾里德共有136次擒杀', ['136 次'])).toBe(true);
    expect(answerHit('首都是北京市。', ['北京'])).toBe(true);
    expect(answerHit('서울에 있다', ['서울'])).toBe(true);
    expect(answerHit('スーパー3つ', ['スーパー'])).toBe(true);
  });

  it('is never an empty gold answer', () => {
    expect(answerHit('anything', ['', ' ?'])).toBe(false);
    expect(answerHit('', ['x'])).toBe(false);
  });
});

describe('findable answers', () => {
  it('are all but yes and no, also where one of them is short for something else', () => {
    expect(findableAnswers(['Yes.', 'no'])).toEqual([]);
    expect(findableAnswers(['Norway', 'NO', 'Nobel', 'yes, in 1921'])).toEqual(['Norway', 'Nobel', 'yes, in 1921']);
  });
});
