import { basename, resolve } from 'node:path';
import { hashOf } from '../../src/core/hash.js';
import type { BenchSet } from './bench-task.js';

/** Folders as sets, each once, named for their folder; where two have the same name, a few digits tell them apart. */
export function benchSets(folders: readonly string[]): BenchSet[] {
  const paths = [...new Set(folders.map((folder) => resolve(folder)))];
  const names = paths.map((path) => basename(path));
  return paths.map((folder, index) => {
    const name = names[index] ?? folder;
    const isShared = names.filter((other) => other === name).length > 1;
    return { folder, name: isShared ? `${name}-${hashOf(folder).slice(0, 6)}` : name };
  });
}
