import { DocentError } from '../../src/core/errors.js';

/** Aborts at the first Ctrl-C or SIGTERM, so that the work can end between two commits; a second one ends at once. */
export function interruptSignal(hint = 'What was finished is kept; run it again to go on.'): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new DocentError('aborted', 'Stopped.', { hint }));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
