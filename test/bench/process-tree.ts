import { readdirSync, readFileSync } from 'node:fs';

/** Both are constants of Linux on every machine that Node supports, but for 16 kB pages on some ARM kernels. */
const pageBytes = 4096;
const msPerTick = 10;

export interface TreeUsage {
  /** Resident bytes of a process and all its descendants, added up: shared pages count once for each of them. */
  readonly residentBytes: number;
  /** Processor time of the living ones and of the children that they have waited for. */
  readonly cpuMs: number;
}

interface ProcessStatus {
  readonly parent: number;
  readonly cpuTicks: number;
}

/** What a process and its descendants use now; zero for one that has ended, and where there is no /proc. */
export function treeUsage(root: number): TreeUsage {
  const statuses = new Map<number, ProcessStatus>();
  const children = new Map<number, number[]>();
  for (const id of processIds()) {
    const status = statusOf(id);
    if (status === undefined) continue;
    statuses.set(id, status);
    children.set(status.parent, [...(children.get(status.parent) ?? []), id]);
  }
  let residentBytes = 0;
  let cpuTicks = 0;
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    residentBytes += residentBytesOf(id);
    cpuTicks += statuses.get(id)?.cpuTicks ?? 0;
    pending.push(...(children.get(id) ?? []));
  }
  return { residentBytes, cpuMs: cpuTicks * msPerTick };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function statusOf(id: number): ProcessStatus | undefined {
  const text = readOrNothing(`/proc/${id}/stat`);
  if (text === undefined) return undefined;
  // The command's name, field 2, stands in parentheses and may hold blanks; after it: parent (4), times (14 to 17).
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const cpuTicks = fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0);
  return { parent: fields[1] ?? 0, cpuTicks };
}

function residentBytesOf(id: number): number {
  return Number(readOrNothing(`/proc/${id}/statm`)?.split(' ')[1] ?? 0) * pageBytes;
}

/** Processes end while they are looked at. */
function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
