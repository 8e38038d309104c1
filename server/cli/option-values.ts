import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string): number {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** As DOCENT_MAX_SECONDS. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 3600.');
}

/** Requests per second. */
export function requestRate(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 20) return value;
  throw new InvalidArgumentError('It must be a number of requests per second, more than 0 and at most 20.');
}

/** What `--where` is. */
export const whereHelp = 'only passages where this holds; repeatable';

/** Given several times, all conditions must hold. One value each: a list would swallow the argument after it. */
export function collected(condition: string, before: readonly string[] = []): readonly string[] {
  return [...before, condition];
}
