import { DocentError } from '../../core/errors.js';

/** Time as the requests see it; tests pass one that they move themselves. */
export interface ChatClock {
  /** Milliseconds since 1970: Retry-After can name a date. */
  now(): number;
  /** Runs the action once after the delay, unless the returned function is called before. */
  schedule(action: () => void, delayMs: number): () => void;
}

export const systemChatClock: ChatClock = {
  now: () => Date.now(),
  schedule(action, delayMs) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** @throws the signal's reason, at once when it fires */
export function sleep(clock: ChatClock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(abortReason(signal));
    };
    const cancel = clock.schedule(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The signal's reason where it is ours (a deadline, say), else `aborted`. */
export function abortReason(signal: AbortSignal | undefined): DocentError {
  const reason: unknown = signal?.reason;
  return reason instanceof DocentError
    ? reason
    : new DocentError('aborted', 'The request to the chat model was stopped.', { cause: reason });
}
