import { isUtf8 } from 'node:buffer';
import type { Metadata } from '../src/core/document.js';
import { DocentError } from '../src/core/errors.js';
import { detectEncoding } from './detect-encoding.js';
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
  const text = withLineFeeds(decodeAs(encoding, bytes, {}));
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

/** What windows-1252 has at 0x80 to 0x9F; five places are unassigned. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Node 20.18.3 and later decodes windows-1252 as ISO-8859-1 (nodejs/node issue 56542), which has controls there. */
function decodeAs(encoding: string, bytes: Uint8Array, options: { readonly stream?: boolean }): string {
  const text = new TextDecoder(encoding).decode(bytes, options);
  if (encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/gu, (control) => windows1252.charAt(control.charCodeAt(0) - 0x80));
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/gu, '\n') : text;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
