import { toDocentError } from '../../src/core/errors.js';

/** Tells what went wrong and what to do, on standard error; returns the exit code. */
export function reportError(error: unknown): number {
  const { code, message, hint } = toDocentError(error);
  process.stderr.write(`error: ${message} (${code})\n`);
  if (hint !== undefined) process.stderr.write(`${hint}\n`);
  return 1;
}
