import { DocentError, toDocentError } from '../../src/core/errors.js';
import { rejectionOf } from '../../src/core/rejection-of.js';
import type { Clock } from './clock.js';

/** When the work for one request must stop, whoever wants it to: the client, the clock or the server. */
export interface Deadline {
  /** Fires with a DocentError as its reason. */
  readonly signal: AbortSignal;
  abort(reason: DocentError): void;
  /** The work is over: lets go of the timer and of the other signals. */
  close(): void;
}

export interface DeadlineOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Fires when the client has gone. */
  readonly disconnected: AbortSignal;
  /** Fires when the server stops and no longer waits. */
  readonly stopping: AbortSignal | undefined;
}

/** Not `AbortSignal.any`: in Node 20 its results stay reachable from a signal that lives as long as the server. */
export function openDeadline({ timeoutMs, clock, disconnected, stopping }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const onDisconnect = () => controller.abort(clientGone());
  const onStop = () => controller.abort(toDocentError(stopping?.reason));
  if (disconnected.aborted) onDisconnect();
  if (stopping?.aborted) onStop();
  disconnected.addEventListener('abort', onDisconnect, { once: true });
  stopping?.addEventListener('abort', onStop, { once: true });
  const cancelTimer = clock.schedule(() => controller.abort(tooLate(timeoutMs)), timeoutMs);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    close() {
      cancelTimer();
      disconnected.removeEventListener('abort', onDisconnect);
      stopping?.removeEventListener('abort', onStop);
    },
  };
}

/** The work's result, or the deadline's reason as soon as it passes, even where the work does not heed its signal. */
export async function runWithin<Result>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal } = deadline;
  try {
    signal.throwIfAborted();
    return await Promise.race([work(signal), rejectionOf(signal)]);
  } catch (error) {
    // Work that was stopped may fail in its own words; why it was stopped is what matters.
    throw signal.aborted ? toDocentError(signal.reason) : error;
  } finally {
    deadline.close();
  }
}

export function clientGone(): DocentError {
  return new DocentError('aborted', 'The client closed the connection before the answer was complete.');
}

function tooLate(timeoutMs: number): DocentError {
  return new DocentError('timeout', `The request was stopped after ${timeoutMs} ms.`, {
    hint: 'Ask for less (a smaller k, a filter), or raise DOCENT_REQUEST_TIMEOUT_MS.',
  });
}
