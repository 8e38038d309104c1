import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { DocentError, toDocentError } from '../../src/core/errors.js';
import { parseFilter } from '../../src/core/filter.js';

/** Whatever a route or the framework threw, as one of our errors. */
export function errorOfRequest(error: unknown): DocentError {
  if (!(error instanceof HTTPException)) return toDocentError(error);
  if (error.status === 415) {
    return new DocentError('unsupported-media-type', 'The body of this request must be JSON.', {
      hint: 'Send it with the header Content-Type: application/json.',
      cause: error,
    });
  }
  if (error.status < 500) {
    return new DocentError('invalid-request', `${error.message.replace(/\.$/u, '')}.`, { cause: error });
  }
  return toDocentError(error);
}

export interface FailedValidation {
  /** What the client sent. */
  readonly value: unknown;
  readonly target: string;
  readonly error: z.ZodError;
}

/** Names each field that is wrong, and what is wrong with it. */
export function invalidRequest({ value, target, error }: FailedValidation): DocentError {
  if (error.issues.every((issue) => issue.path[0] === 'filter')) return invalidFilter(value, error);
  const place = target === 'json' ? 'body' : target;
  const faults = error.issues.map(
    (issue) => `${issue.path.length === 0 ? place : issue.path.join('.')}: ${issue.message}`,
  );
  return new DocentError('invalid-request', `The request is not valid. ${faults.join('; ')}.`, {
    hint: 'GET /openapi.json describes every field.',
    cause: error,
  });
}

/** The filter's own parser words its faults, here as on the command line. */
function invalidFilter(value: unknown, cause: z.ZodError): DocentError {
  try {
    parseFilter(typeof value === 'object' && value !== null && 'filter' in value ? value.filter : value);
  } catch (error) {
    return toDocentError(error);
  }
  return new DocentError('invalid-filter', 'The filter cannot be used.', { cause });
}
