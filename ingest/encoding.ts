import { isUtf8 } from 'node:buffer';
import type { Metadata } from '../src/core/document.js';
import { DocentError } from '../src/core/errors.js';
import { detectEncoding } from './detect-encoding.js';
import { decodeAs } from './encoding-decode.js';
import type { SourceFile } from './extractor.js';

export interface DecodedText {
  /** Without byte order mark; every line ends with a single line feed. */
  readonly text: string;
  /** WHATWG label, such as `utf-8` or `shift_jis`. */
  readonly encoding: string;
  /** How many characters stand as U+FFFD because their bytes are damaged. */
  readonly replaced: number;
}

/** Undefined where the bytes are not text. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const encoding = detectEncoding(bytes);
  if (encoding === undefined) return undefined;
  const text = withLineFeeds(decodeAs(encoding, bytes));
  const replaced = encoding === 'utf-8' && isUtf8(bytes) ? 0 : count(text, '\uFFFD');
  return { text, encoding, replaced };
}

/** The beginning of a text, for probing; undefined where the bytes are not text. */
export function decodeHead(bytes: Uint8Array, length = 64 * 1024): string | undefined {
  const encoding = detectEncoding(bytes);
  if (encoding === undefined) return undefined;
  // `stream` holds a character back that the cut splits.
  return withLineFeeds(decodeAs(encoding, bytes.subarray(0, length), { stream: true }));
}

/**
 * A file's whole text, and what a reader should know about its decoding as metadata.
 * @throws DocentError `file-binary`
 */
export function readText(file: SourceFile): { readonly text: string; readonly metadata: Metadata } {
  const decoded = decodeText(file.bytes);
  if (decoded === undefined) throw binaryFile(file.name);
  const metadata = {
    ...(decoded.encoding === 'utf-8' ? {} : { encoding: decoded.encoding }),
    ...(decoded.replaced === 0 ? {} : { damagedCharacters: decoded.replaced }),
  };
  return { text: decoded.text, metadata };
}

export function binaryFile(name: string): DocentError {
  return new DocentError('file-binary', `${name} holds binary data, not text.`, {
    hint: 'Give the file the ending of its real format, or leave it out with a line in .docentignore.',
  });
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/gu, '\n') : text;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
