import { spawn } from 'node:child_process';
import { residentBytesOfTree } from './process-memory.js';

export interface Measured {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start of the process to its end. */
  readonly wallMs: number;
  /** Most that the process and its descendants held at one time; 0 where nothing was sampled. */
  readonly peakBytes: number;
}

export interface MeasureOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** How often memory is looked at; never where absent. */
  readonly sampleMs?: number;
  /** kill -9 to the whole process group after this time. */
  readonly killAfterMs?: number;
}

/** Runs a program to its end, in a process group of its own. */
export function runMeasured(
  command: string,
  parameters: readonly string[],
  { environment = {}, sampleMs, killAfterMs }: MeasureOptions = {},
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, parameters, { detached: true, env: { ...process.env, ...environment } });
    const output = { stdout: '', stderr: '' };
    let peakBytes = 0;
    const sample = () => {
      if (child.pid !== undefined) peakBytes = Math.max(peakBytes, residentBytesOfTree(child.pid));
    };
    const kill = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    const sampling = sampleMs === undefined ? undefined : setInterval(sample, sampleMs);
    const killing = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sampling);
      clearTimeout(killing);
      resolve({ code, ...output, wallMs: performance.now() - start, peakBytes });
    });
  });
}
