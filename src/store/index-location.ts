import type { Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemErrorCode } from '../core/errors.js';

/** The folder that an index URI stands for; undefined for object storage (`s3://`, `gs://`, `az://`). */
export function localFolderOf(uri: string): string | undefined {
  if (uri.startsWith('file://')) return fileURLToPath(uri);
  return /^[a-z][a-z\d+.-]*:\/\//iu.test(uri) ? undefined : resolve(uri);
}

/** What the user calls the index: the last part of its URI. */
export function indexNameOf(uri: string): string {
  return basename(localFolderOf(uri) ?? uri.replace(/\/+$/u, ''));
}

/** LanceDB's own folder, which every connection makes; nothing but tables is worth keeping it for. */
const ownFolder = '__manifest';

/** Removes what a connection has made in the folder of an index that has no tables any more. */
export async function removeOwnFolder(uri: string): Promise<void> {
  const folder = localFolderOf(uri);
  if (folder !== undefined) await rm(join(folder, ownFolder), { recursive: true, force: true });
}

/** Size on disk with all versions; undefined where it cannot be told. */
export async function bytesOf(uri: string): Promise<number | undefined> {
  const folder = localFolderOf(uri);
  return folder === undefined ? undefined : folderBytes(folder);
}

async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    total += entry.isDirectory() ? await folderBytes(path) : await fileBytes(path);
  }
  return total;
}

/** Files of old versions may go while they are counted. */
async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** What is in a folder; nothing where there is none. */
export async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
