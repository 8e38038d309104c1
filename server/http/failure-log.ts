import type { DocentError } from '../../src/core/errors.js';
import type { Log } from '../../src/core/log.js';
import { statusOf } from './problem.js';

/** Logs what the operator must know of: failures of docent itself, not of requests. */
export function logFailure(log: Log, error: DocentError, requestId: string): void {
  if (error.code === 'aborted' || error.code === 'server-stopping') return;
  const status = statusOf(error.code);
  if (status === 504) log.warn(`request ${requestId}: ${error.message}`);
  else if (error.code === 'internal') log.error(`request ${requestId}: ${stackOf(error)}`);
  else if (status >= 500) log.error(`request ${requestId}: ${error.code}: ${error.message}`);
}

function stackOf(error: DocentError): string {
  const origin = error.cause instanceof Error ? error.cause : error;
  return origin.stack ?? origin.message;
}
