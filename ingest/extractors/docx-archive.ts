import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { DocentError } from '../../src/core/errors.js';
import type { SourceFile } from '../extractor.js';

const inflate = promisify(inflateRaw);

/** mammoth needs about 70 times the XML's size in memory and 0.5 s for each megabyte of it, measured. */
export const maxXmlBytes = 24 * 2 ** 20;
/** Compound files: Word before 2007, and any Office file with a password ([MS-CFB] 2.2). */
const compoundFileMark = 'd0cf11e0a1b11ae1';
const mark = { directoryEnd: 0x06054b50, entry: 0x02014b50 };
const directoryEndReach = 22 + 0xffff;

interface Entry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly isDeflated: boolean;
  /** Offset of the local header. */
  readonly offset: number;
  readonly compressedBytes: number;
}

/**
 * Unpacks the XML parts of a Word file, as far as they stay small enough to be read: what the archive says of their
 * size may be a lie.
 * @throws DocentError `file-encrypted`, `format-unsupported`, `file-corrupt`, `file-too-large`
 */
export async function readXmlParts(file: SourceFile): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  refuseCompoundFile(file, bytes);
  const parts = new Map<string, Buffer>();
  let left = maxXmlBytes;
  try {
    for (const entry of entriesOf(bytes)) {
      if (!/\.(?:xml|rels)$/iu.test(entry.name)) continue;
      if (entry.isEncrypted) throw encrypted(file);
      const part = await unpack(bytes, entry, left);
      left -= part.length;
      parts.set(entry.name, part);
    }
  } catch (error) {
    throw archiveError(file, error);
  }
  if (!parts.has('[Content_Types].xml')) throw corrupt(file, new Error('no [Content_Types].xml'));
  return parts;
}

/** The central directory; its place is stated at the file's end (APPNOTE.TXT 4.3.12 and 4.3.16). */
function* entriesOf(bytes: Buffer): Generator<Entry> {
  let end = bytes.length - 22;
  const lowest = Math.max(0, bytes.length - directoryEndReach);
  while (end >= lowest && bytes.readUInt32LE(end) !== mark.directoryEnd) end -= 1;
  if (end < lowest) throw new Error('the archive has no end');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== mark.entry) throw new Error('the archive has a broken directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    yield {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      isDeflated: bytes.readUInt16LE(at + 10) === 8,
      offset: bytes.readUInt32LE(at + 42),
      compressedBytes: bytes.readUInt32LE(at + 20),
    };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

async function unpack(bytes: Buffer, entry: Entry, maxBytes: number): Promise<Buffer> {
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  const packed = bytes.subarray(start, start + entry.compressedBytes);
  if (entry.isDeflated) return inflate(packed, { maxOutputLength: Math.max(maxBytes, 1) });
  if (packed.length > maxBytes) throw new RangeError('too large');
  return packed;
}

function refuseCompoundFile(file: SourceFile, bytes: Buffer): void {
  if (bytes.toString('hex', 0, 8) !== compoundFileMark) return;
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw encrypted(file);
  throw new DocentError('format-unsupported', `${file.name} is in Word's format from before 2007.`, {
    hint: 'Save it as .docx.',
  });
}

function archiveError(file: SourceFile, error: unknown): DocentError {
  if (error instanceof DocentError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_BUFFER_TOO_LARGE' && !(error instanceof RangeError && error.message === 'too large')) {
    return corrupt(file, error);
  }
  const megabytes = maxXmlBytes / 2 ** 20;
  return new DocentError('file-too-large', `${file.name} unpacks to more than ${megabytes} MB of text and layout.`, {
    hint: 'Split it into several files, or save it as PDF.',
    cause: error,
  });
}

function encrypted(file: SourceFile): DocentError {
  return new DocentError('file-encrypted', `${file.name} is protected with a password and cannot be read.`, {
    hint: 'Open it, remove the password (File, Info, Protect Document), and save it again.',
  });
}

/** A file that is no whole Word document. */
export function corrupt(file: SourceFile, cause: unknown): DocentError {
  return new DocentError('file-corrupt', `${file.name} is cut off or damaged and cannot be read.`, {
    hint: 'Open it in a word processor and save it again, or fetch it again.',
    cause,
  });
}
