import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DocentError, errorMessage } from '../../src/core/errors.js';
import { makeFolder } from '../../src/core/make-folder.js';

/**
 * Makes a folder for results; asked before anything is measured, as a place that cannot be written to must not cost an
 * hour.
 * @throws DocentError `invalid-request`
 */
export async function requireWritableFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new DocentError('invalid-request', `Nothing can be written to ${folder}: ${errorMessage(cause)}.`, { cause });
  }
}

/** Makes the folder of a file. @throws DocentError `invalid-request` */
export async function requireWritableFile(file: string): Promise<void> {
  await requireWritableFolder(dirname(file));
  if (!existsSync(file)) return;
  const isWritable = await access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (isWritable && (await stat(file)).isFile()) return;
  throw new DocentError('invalid-request', `${file} is not a file that can be written.`);
}
