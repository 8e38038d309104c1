import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Resident bytes of a process and all its descendants, added up: shared pages count once for each of them. */
export function residentBytesOfTree(root: number): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/u.test(entry) ? parentOf(entry) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  let total = 0;
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    total += residentBytesOf(id);
    pending.push(...(children.get(id) ?? []));
  }
  return total;
}

function parentOf(id: string): number | undefined {
  const text = readOrNothing(`/proc/${id}/stat`);
  // The command's name, field 2, stands in parentheses and may hold blanks; the parent is field 4.
  const parent = text?.slice(text.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
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
