import { toDocentError } from './errors.js';

/** Never fulfils; rejects when the signal fires. */
export function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(toDocentError(signal.reason));
    else signal.addEventListener('abort', () => reject(toDocentError(signal.reason)), { once: true });
  });
  // Whoever races against it sees the rejection; when nobody does any more, it is no fault.
  rejection.catch(() => undefined);
  return rejection;
}
