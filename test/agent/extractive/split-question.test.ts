import { describe, expect, it } from 'vitest';
import { smallTalk } from '../../../src/agent/extractive/small-talk.js';
import { splitQuestion } from '../../../src/agent/extractive/split-question.js';

describe('splitQuestion', () => {
  it.each([
    ['What is RRF and who proposed it?', ['What is RRF?', 'who proposed it?']],
    ['Who wrote it, and when was it printed?', ['Who wrote it?', 'when was it printed?']],
    ['Wer hat es erfunden und wann wurde es bekannt?', ['Wer hat es erfunden?', 'wann wurde es bekannt?']],
    ['What does it cost? How long does it take?', ['What does it cost?', 'How long does it take?']],
    ['它是什么？谁发明了它？', ['它是什么？', '谁发明了它？']],
  ])('splits %j', (question, parts) => {
    expect(splitQuestion(question)).toEqual(parts);
  });

  it.each([
    'Who directed the film that was shot in Rome and Paris?',
    'Which is older, the Tower and the Bridge?',
    'Tell me what to do and where to go',
    'What is the difference between BM25 and dense search?',
    'How are research and development paid?',
  ])('leaves %j whole', (question) => {
    expect(splitQuestion(question)).toEqual([question]);
  });
});

describe('smallTalk', () => {
  it.each(['Hello', 'hi there!', 'Guten Morgen', '你好', 'Thanks a lot.', 'What can you do?'])(
    'replies to %j',
    async (text) => {
      expect(await smallTalk(text, 'handbook')).toBeDefined();
    },
  );

  it.each([
    ['What is 12 * 7?', '12 * 7 = 84'],
    ['(1250 - 980) / 980 * 100', '(1250 - 980) / 980 * 100 = 27.5510204082'],
    ['Wie viel ist 2^10?', '2^10 = 1024'],
    ['12 × 3 =', '12 × 3 = 36'],
  ])('computes %j', async (text, reply) => {
    expect(await smallTalk(text, 'handbook')).toBe(reply);
  });

  it.each([
    'What is 2021?',
    '2021-03-04',
    'hello world program',
    'What is BM25?',
    '030 123-456',
    'What is 1/0?',
    'help with invoices',
  ])('leaves %j to the documents', async (text) => {
    expect(await smallTalk(text, 'handbook')).toBeUndefined();
  });
});
