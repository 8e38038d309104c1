import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { hashOfBytes } from '../src/core/hash.js';
import type { Candidate, OpenCandidate } from './candidate.js';
import { chooseExtractor, probeFile } from './detect.js';
import type { Extractor } from './extractor.js';
import { failureOf, type WalkedFile } from './walk-entry.js';

/** A file on disk; its format is told by its content when it is opened. */
export function fileCandidate(file: WalkedFile, extractors: readonly Extractor[], isExplicit: boolean): Candidate {
  return {
    uri: file.path,
    name: file.name,
    bytes: file.bytes,
    isExplicit,
    open: async () => openFile(file, extractors),
  };
}

async function openFile(file: WalkedFile, extractors: readonly Extractor[]): Promise<OpenCandidate> {
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

async function contentOf(file: WalkedFile): Promise<Buffer> {
  try {
    return file.bytes <= readAtOnceBytes ? readFileSync(file.path) : await readFile(file.path);
  } catch (cause) {
    throw failureOf(file, cause).failure;
  }
}
