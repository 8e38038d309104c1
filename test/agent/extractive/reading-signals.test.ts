import { expect, it } from 'vitest';
import { readingSignals } from '../../../src/agent/extractive/reading-signals.js';
import type { Hit } from '../../../src/core/hit.js';
import type { PassageReader, Reading } from '../../../src/models/passage-reader.js';

const hit = (text: string) => ({ chunk: { context: 'Title', text } }) as Hit;

function readerOf(readings: Readonly<Record<string, Reading>>): PassageReader {
  return { read: async (_question, passages) => passages.map(({ text }) => readings[text] ?? expect.fail(text)) };
}

it('tells what the reader says of the best passage', async () => {
  const reader = readerOf({ a: { answers: 0.5, holds: 2 }, b: { answers: 1.5, holds: -1 } });
  expect(await readingSignals([hit('a'), hit('b')], 'Why?', reader)).toEqual({ answersFirst: 0.5, holdsFirst: 2 });
});

it('takes a passage that is not there for certainly no answer, and is never surer than that', async () => {
  const reader = readerOf({ a: { answers: 100, holds: -100 } });
  expect(await readingSignals([hit('a')], 'Why?', reader)).toEqual({ answersFirst: 8, holdsFirst: -8 });
  expect(await readingSignals([], 'Why?', reader)).toEqual({ answersFirst: -8, holdsFirst: -8 });
});
