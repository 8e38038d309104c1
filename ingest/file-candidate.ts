import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { DocentError, systemErrorCode } from '../src/core/errors.js';
import { hashOfBytes } from '../src/core/hash.js';
import type { Candidate, OpenCandidate } from './candidate.js';
import { chooseExtractor, probeFile } from './detect.js';
import type { Extractor } from './extractor.js';

export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
}

/** A file on disk; its format is told by its content when it is opened. */
export function fileCandidate(file: FoundFile, extractors: readonly Extractor[], isExplicit: boolean): Candidate {
  return {
    uri: file.path,
    name: file.name,
    bytes: file.bytes,
    isExplicit,
    open: async () => openFile(file, extractors),
  };
}

async function openFile(file: FoundFile, extractors: readonly Extractor[]): Promise<OpenCandidate> {
  const bytes = await contentOf(file);
  const extension = extname(file.path).toLowerCase();
  const fileName = basename(file.path);
  const probe = await probeFile({ fileName, bytes });
  const extractor = chooseExtractor(probe, extractors);
  return {
    contentHash: hashOfBytes(bytes),
    bytes: bytes.length,
    modifiedAt: file.modifiedAt,
    format: extractor.format,
    extractorVersion: extractor.version,
    extract: async (signal) => extractor.extract({ name: file.name, fileName, extension, bytes }, { signal }),
  };
}

/** Opening through the thread pool costs several times the reading itself for files of a few kilobytes. */
const readAtOnceBytes = 256 * 1024;

async function contentOf(file: FoundFile): Promise<Buffer> {
  try {
    return file.bytes <= readAtOnceBytes ? readFileSync(file.path) : await readFile(file.path);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: FoundFile, cause: unknown): DocentError {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT') {
    return new DocentError('file-vanished', `${file.name} was there when the folder was read and is gone now.`, {
      hint: 'Run the same ingest again.',
      cause,
    });
  }
  return new DocentError('file-unreadable', `${file.name} cannot be read (${code ?? 'unknown error'}).`, {
    hint: `Check the rights of ${file.path}.`,
    cause,
  });
}
