import { answerQuestion } from '../../../src/agent/answer-question.js';
import type { Answer, AnswerEvent } from '../../../src/core/answer.js';
import { DocentError } from '../../../src/core/errors.js';
import type { IndexSearch } from '../../../src/retrieval/index-search.js';

export type AskOptions = Parameters<typeof answerQuestion>[2];

/** How the product answers a question; a test puts another in its place. */
export type Ask = (
  question: string,
  index: IndexSearch,
  options: AskOptions,
) => AsyncGenerator<AnswerEvent, void, void>;

export const askAgent: Ask = answerQuestion;

export interface TimedAnswer {
  readonly answer: Answer;
  readonly ms: number;
}

/** Drains one run. @throws DocentError of a run that ended in an error: a crash is never a score */
export async function timedAnswer(events: AsyncGenerator<AnswerEvent, void, void>): Promise<TimedAnswer> {
  const started = performance.now();
  for await (const event of events) {
    if (event.type === 'error') throw event.error;
    if (event.type === 'answer-end' || event.type === 'abstention') {
      return { answer: event.answer, ms: performance.now() - started };
    }
  }
  throw new DocentError('internal', 'A run ended without an answer.');
}
