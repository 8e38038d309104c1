import { expect, it } from 'vitest';
import { readingSignals } from '../../../src/agent/extractive/reading-signals.js';
import type { Hit } from '../../../src/core/hit.js';
import type { PassageReader, Reading } from '../../../src/models/passage-reader.js';

const hit = (text: string) => ({ chunk: { context: 'Title', text } }) as Hit;

function readerOf(readings: Readonly<Record<string, Reading>>): PassageReader {
  return { read: async (_question, passages) => passages.map(({ text }) => readings[text] ?? expect.fail(text)) };
}

it('tells the best of the first three passages, what the question takes for granted there, and the others', async () => {
  const reader = readerOf({
    a: { answers: 0.5, holds: 2 },
    b: { answers: 1.5, holds: -1 },
    c: { answers: -3, holds: 0 },
  });
  expect(await readingSignals([hit('a'), hit('b'), hit('c'), hit('d')], 'Why?', reader)).toEqual({
    answersBest: 1.5,
    answersFirst: 0.5,
    answersSecond: 0.5,
    holdsThere: -1,
    holdsBest: 2,
  });
});

it('takes passages that are not there for certainly no answer, and is never surer than that', async () => {
  const reader = readerOf({ a: { answers: 100, holds: -100 } });
  expect(await readingSignals([hit('a')], 'Why?', reader)).toEqual({
    answersBest: 8,
    answersFirst: 8,
    answersSecond: -8,
    holdsThere: -8,
    holdsBest: -8,
  });
});
