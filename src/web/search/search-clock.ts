import { DocentError } from '../../core/errors.js';

/** Time as the search sees it; tests pass one that they move themselves. */
export interface SearchClock {
  /** Milliseconds since 1970: Retry-After can name a date, and what was found is kept for a day. */
  now(): number;
  /** Runs the action once after the delay, unless the returned function is called before. */
  schedule(action: () => void, delayMs: number): () => void;
}

export const systemSearchClock: SearchClock = {
  now: () => Date.now(),
  schedule(action, delayMs) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** @throws DocentError at once when the signal fires */
export function waitFor(clock: SearchClock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(abortReason(signal));
    };
    const cancel = clock.schedule(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** The signal's reason where it is ours (a deadline, say), else `aborted`. */
export function abortReason(signal: AbortSignal): DocentError {
  const reason: unknown = signal.reason;
  if (reason instanceof DocentError) return reason;
  return new DocentError('aborted', 'The web search was stopped before it finished.', { cause: reason });
}
