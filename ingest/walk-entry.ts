import type { Stats } from 'node:fs';
import { DocentError, errorMessage, systemErrorCode } from '../src/core/errors.js';

interface Named {
  /** Absolute and free of links. */
  readonly path: string;
  /** Relative to the folder that is walked, with `/` on every system. */
  readonly name: string;
}

export interface WalkedFile extends Named {
  readonly kind: 'file';
  readonly bytes: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
}

/** A file or folder that should have been read and could not be. */
export interface WalkFailure extends Named {
  readonly kind: 'failure';
  readonly failure: DocentError;
}

/** Something that is left out on purpose and that a user would miss. */
export interface WalkSkip extends Named {
  readonly kind: 'skipped';
  readonly reason: string;
}

export type WalkEntry = WalkedFile | WalkFailure | WalkSkip;

export function skip(place: Named, reason: string): WalkSkip {
  return { kind: 'skipped', path: place.path, name: place.name, reason };
}

/** The entry of anything that is neither folder nor link. */
export function entryOf(place: Named, status: Stats, maximumBytes: number): WalkEntry {
  const { path, name } = place;
  if (!status.isFile()) return skip(place, 'It is neither a file nor a folder.');
  if (status.size > maximumBytes) {
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
    const failure = new DocentError(
      'file-too-large',
      `${name} has ${megabytes(status.size)}; the limit is ${megabytes(maximumBytes)}.`,
      { hint: 'Split the file, or leave it out with a line in .docentignore.' },
    );
    return { kind: 'failure', path, name, failure };
  }
  return { kind: 'file', path, name, bytes: status.size, modifiedAt: status.mtime.toISOString() };
}

export function failureOf(place: Named, cause: unknown): WalkFailure {
  const name = place.name === '' ? place.path : place.name;
  return { kind: 'failure', path: place.path, name, failure: failureFrom(name, place.path, cause) };
}

function failureFrom(name: string, path: string, cause: unknown): DocentError {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT' && path.includes('\uFFFD')) {
    const hint = 'Rename it; names must be valid UTF-8.';
    return new DocentError('file-unreadable', `${name} cannot be opened by its name.`, { hint, cause });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const hint = 'Run the same ingest again.';
    return new DocentError('file-vanished', `${name} was listed in its folder and is gone now.`, { hint, cause });
  }
  return new DocentError('file-unreadable', `${name} cannot be read (${code ?? errorMessage(cause)}).`, {
    hint: `Check the rights of ${path}.`,
    cause,
  });
}
