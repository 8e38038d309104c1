import { z } from 'zod';
import { DocentError, errorMessage } from '../core/errors.js';
import { indexNameOf } from './index-location.js';

/** Lance's words for a file that is gone, cut short or overwritten; collected by breaking each kind of file (0.31.0). */
const damage = anyOf([
  'not found',
  'no such file',
  'failed to fill whole buffer',
  'file size is too small',
  'unexpected end',
  'truncated',
  'failed to decode protobuf',
  'invalid wire type',
  'invalid magic',
  'invalid format',
  'not appear to be a lance file',
  'unknown lance storage version',
  'lancefileversion',
  'parser error',
  'decode error',
  'corrupt',
  'checksum',
  'invalid utf-8',
  'invalid range',
  'invalid seek',
  'out of range',
  'panicked',
  'panic in async function',
]);
const conflict = anyOf(['commit conflict', 'retryable']);
const noSpace = anyOf(['no space left on device', 'disk quota exceeded', 'os error (?:28|122)\\b']);
const notWritable = anyOf([
  'permission denied',
  'read-only file system',
  'not a directory',
  'operation not permitted',
  'os error (?:1|13|20|30)\\b',
]);

function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join('|'), 'iu');
}

/** Whether another commit came first; the table's newest version must be checked out before a retry. */
export function isCommitConflict(error: unknown): boolean {
  return conflict.test(errorMessage(error));
}

/** Whether a table or file that a query wanted is not there, or not whole. */
export function looksDamaged(error: unknown): boolean {
  // A stored row that is no JSON, or not ours, was not written by us.
  return error instanceof z.ZodError || error instanceof SyntaxError || damage.test(errorMessage(error));
}

/** The one place where LanceDB's and the file system's errors become ours. */
export function toStoreError(error: unknown, uri: string): DocentError {
  if (error instanceof DocentError) return error;
  const name = indexNameOf(uri);
  // Node writes the same words for these as Rust does; only native errors have no system error code.
  const message = errorMessage(error);
  if (noSpace.test(message)) return diskFull(name, uri, error);
  if (notWritable.test(message)) return notWritableError(uri, error);
  if (looksDamaged(error)) return damaged(uri, error);
  return new DocentError('internal', `The index "${name}" failed: ${firstLine(error)}`, { cause: error });
}

export function damaged(uri: string, cause: unknown): DocentError {
  const name = indexNameOf(uri);
  return new DocentError('index-damaged', `The index "${name}" (${uri}) cannot be read: ${firstLine(cause)}`, {
    hint: `Build it anew with \`docent ingest --rebuild --index ${name}\`; add the folder of the documents if docent cannot tell it any more.`,
    cause,
  });
}

export function notWritableError(uri: string, cause: unknown): DocentError {
  return new DocentError('index-not-writable', `The index at ${uri} cannot be written: ${firstLine(cause)}`, {
    hint: 'Check the rights on that folder, or put the indexes elsewhere with DOCENT_INDEXES=<folder>.',
    cause,
  });
}

function diskFull(name: string, uri: string, cause: unknown): DocentError {
  return new DocentError('disk-full', `There is no space left on the disk of the index "${name}" (${uri}).`, {
    hint: 'Free some space and run the command again: what was finished is kept.',
    cause,
  });
}

/** Native errors carry layers of names, places in their own sources, and the same cause several times over. */
function firstLine(error: unknown): string {
  const line = errorMessage(error).split(/\n| {2}Caused by/u)[0] ?? '';
  const plain = line
    .replace(/,? \/[\w./-]*\.rs:\d+(?::\d+)?/gu, '')
    .replace(/(?:Failed to get next batch from stream|lance error|LanceError\(\w+\)): /gu, '');
  return plain.trim().slice(0, 300);
}
