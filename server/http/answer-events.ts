import type { Answer, AnswerEvent } from '../../src/core/answer.js';
import { DocentError, toDocentError } from '../../src/core/errors.js';
import { rejectionOf } from '../../src/core/rejection-of.js';
import type { Deadline } from './deadline.js';

type Events = AsyncGenerator<AnswerEvent, void, void>;

/**
 * The events of a run as every client gets them: never throws, ends with exactly one final event, and ends as soon as
 * the deadline passes, even where the run does not heed its signal.
 */
export async function* eventsWithin(deadline: Deadline, run: (signal: AbortSignal) => Events): Events {
  const { signal } = deadline;
  const stopped = rejectionOf(signal);
  let events: Events | undefined;
  try {
    signal.throwIfAborted();
    events = run(signal);
    for (;;) {
      const next = await Promise.race([events.next(), stopped]);
      if (next.done) throw new DocentError('internal', 'The run ended without a final event.');
      if (next.value.type === 'error') throw next.value.error;
      yield next.value;
      if (next.value.type === 'answer-end' || next.value.type === 'abstention') return;
    }
  } catch (error) {
    yield { type: 'error', error: toDocentError(signal.aborted ? signal.reason : error) };
  } finally {
    // Not awaited: a run that is stuck must not hold the response. What it still throws has been answered already.
    events?.return().catch(() => undefined);
    deadline.close();
  }
}

/**
 * The JSON form of a run: its last event.
 * @throws DocentError where the run ended in an error
 */
export async function finalAnswer(events: Events): Promise<Answer> {
  for await (const event of events) {
    if (event.type === 'error') throw event.error;
    if (event.type === 'answer-end' || event.type === 'abstention') return event.answer;
  }
  throw new DocentError('internal', 'The run ended without a final event.');
}
