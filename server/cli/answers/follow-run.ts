import type { Answer, AnswerEvent } from '../../../src/core/answer.js';
import { DocentError, toDocentError } from '../../../src/core/errors.js';
import { rejectionOf } from '../../../src/core/rejection-of.js';

/**
 * Shows a run, event by event, to its end.
 * @throws DocentError where the run ended in an error, and as soon as the signal fires, even where the run is stuck
 */
export async function followRun(
  events: AsyncGenerator<AnswerEvent, void, void>,
  { signal, show }: { readonly signal: AbortSignal; readonly show: (event: AnswerEvent) => void },
): Promise<Answer> {
  const stopped = rejectionOf(signal);
  try {
    for (;;) {
      const next = await Promise.race([events.next(), stopped]);
      if (next.done === true) throw new DocentError('internal', 'The run ended without an answer.');
      show(next.value);
      if (next.value.type === 'error') throw next.value.error;
      if (next.value.type === 'answer-end' || next.value.type === 'abstention') return next.value.answer;
    }
  } catch (error) {
    throw toDocentError(signal.aborted ? signal.reason : error);
  } finally {
    // Not awaited: a run that is stuck must not hold the terminal. How it ended has been told already.
    events.return().catch(() => undefined);
  }
}
