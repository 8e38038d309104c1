import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemErrorCode } from '../core/errors.js';

/** Which process: a process id alone is used again after a while. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Boot and moment of the process's start, where the system tells it (Linux). */
  readonly processStart?: string | undefined;
}

export function currentProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), processStart: processStartOf(process.pid) };
}

/** Whether the process may still run; one on another host counts as running, for nobody here can tell. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return true;
  if (!exists(identity.pid)) return false;
  const start = processStartOf(identity.pid);
  return start === undefined || identity.processStart === undefined || start === identity.processStart;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return systemErrorCode(error) !== 'ESRCH';
  }
}

function processStartOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, field 2, stands in parentheses and may hold blanks; the start time is field 22.
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}
