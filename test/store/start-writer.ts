import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('writer-process.ts', import.meta.url));

/** Another process that holds an index, or writes it without end; killed after the test at the latest. */
export function startWriter(uri: string, mode: 'hold' | 'write'): ChildProcess {
  const child = fork(program, [uri, mode], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => killed(child));
  return child;
}

/** Resolves with the next message that passes. */
export function message(child: ChildProcess, passes: (value: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.on('message', (value: unknown) => {
      if (passes(value)) resolve(value);
    });
    child.once('exit', (code) => reject(new Error(`The writer process ended with ${code}.`)));
  });
}

/** Ends the process as `kill -9` does, and waits for its end. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}
