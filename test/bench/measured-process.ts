import { spawn } from 'node:child_process';
import { treeUsage } from './process-tree.js';

export interface Measured {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start of the process to its end. */
  readonly wallMs: number;
  /** Processor time of the process and its descendants, as last seen before the end. */
  readonly cpuMs: number;
  /** Most that the process and its descendants held at one time. */
  readonly peakBytes: number;
}

export interface MeasureOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** How often memory and processor time are looked at. */
  readonly sampleMs?: number;
  /** kill -9 to the whole process group after this time. */
  readonly killAfterMs?: number | undefined;
}

/** Runs a program to its end, in a process group of its own. */
export function runMeasured(
  command: string,
  parameters: readonly string[],
  { environment = {}, sampleMs = 100, killAfterMs }: MeasureOptions = {},
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, parameters, { detached: true, env: { ...process.env, ...environment } });
    const output = { stdout: '', stderr: '' };
    const usage = { cpuMs: 0, peakBytes: 0 };
    const sampling = setInterval(() => {
      const { residentBytes, cpuMs } = treeUsage(child.pid ?? 0);
      usage.peakBytes = Math.max(usage.peakBytes, residentBytes);
      usage.cpuMs = Math.max(usage.cpuMs, cpuMs);
    }, sampleMs);
    const kill = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    const killing = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sampling);
      clearTimeout(killing);
      resolve({ code, ...output, ...usage, wallMs: performance.now() - start });
    });
  });
}

/** @throws Error with the end of its standard error where the program did not end with one of these codes */
export function requireSuccess(what: string, measured: Measured, accepted: readonly (number | null)[] = [0]): Measured {
  if (accepted.includes(measured.code)) return measured;
  throw new Error(`${what} ended with ${measured.code}:\n${measured.stderr.slice(-2000)}`);
}
