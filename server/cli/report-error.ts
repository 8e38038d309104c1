import { toDocentError } from '../../src/core/errors.js';

/** Tells what went wrong and what to do, on standard error; returns the exit code. */
export function reportError(error: unknown): number {
  process.stderr.write(errorText(error));
  return 1;
}

export function errorText(error: unknown): string {
  const { code, message, hint } = toDocentError(error);
  return `error: ${message} (${code})\n${hint === undefined ? '' : `${hint}\n`}`;
}
