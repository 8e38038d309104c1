import { type ChildProcess, fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** tsx takes 1.5 s and 400 MB to look through pdf-parse, unless that is loaded before it. */
const sourceLoaders = ['pdf-parse/worker', 'pdf-parse', 'tsx'].flatMap((name) => ['--import', name]);

/** Runs the source with tsx where docent itself runs from source, and the built file otherwise. */
export function startPdfProcess(memoryMb: number): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const worker = fileURLToPath(new URL(`./pdf-worker.${isSource ? 'ts' : 'js'}`, import.meta.url));
  return fork(worker, [], {
    // Names after `--import` are looked up from here.
    cwd: dirname(worker),
    serialization: 'advanced',
    execArgv: [...(isSource ? sourceLoaders : []), `--max-old-space-size=${memoryMb}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
