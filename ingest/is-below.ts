import { sep } from 'node:path';

/** Whether a path lies in the folder, however deep; both absolute and free of links. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
