/** Results go to standard output, everything else to standard error. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, undefined, 2));
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
