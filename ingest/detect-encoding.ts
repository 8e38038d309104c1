import { isUtf8 } from 'node:buffer';
import { legacyEncoding } from './detect-legacy-encoding.js';

/** Of text in any encoding, less than this share is control characters; compressed bytes have about 10 %. */
const maximumControlShare = 0.01;
const windowBytes = 64 * 1024;

/**
 * The WHATWG label of the encoding that the bytes are text in; undefined for binary. In order: byte order mark, UTF-16
 * by its zero bytes, strict UTF-8, UTF-8 with a few damaged bytes, and only then statistics.
 */
export function detectEncoding(bytes: Uint8Array): string | undefined {
  const marked = encodingOfMark(bytes);
  if (marked !== undefined) return marked;
  const sample = sampleOf(bytes);
  const hasZeros = sample.includes(0);
  const wide = hasZeros ? wideEncoding(sample) : undefined;
  if (wide !== undefined) return wide;
  if (controlShare(sample) > maximumControlShare) return undefined;
  if (isUtf8(bytes)) return hasJapaneseEscapes(sample) ? 'iso-2022-jp' : 'utf-8';
  if (hasZeros) return undefined;
  return isMostlyUtf8(bytes) ? 'utf-8' : legacyEncoding(bytes);
}

function encodingOfMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Beginning, middle and end; every part starts at an even offset, so that UTF-16 stays in step. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= 3 * windowBytes) return bytes.subarray(0, bytes.length - (bytes.length % 2) || 1);
  const middle = Math.floor(bytes.length / 4) * 2;
  const last = Math.floor((bytes.length - windowBytes) / 2) * 2;
  const starts = [0, middle, last];
  return Buffer.concat(starts.map((start) => bytes.subarray(start, start + windowBytes)));
}

/** UTF-16 without a mark: one byte order gives assigned characters with ordinary spaces and punctuation among them. */
function wideEncoding(sample: Uint8Array): string | undefined {
  let best: { label: string; share: number } | undefined;
  for (const label of ['utf-16le', 'utf-16be']) {
    const text = new TextDecoder(label).decode(sample);
    const strange = text.match(/[\p{Cn}\p{Co}\p{Cs}\uFFFD]|[^\P{Cc}\t\n\f\r]/gu)?.length ?? 0;
    const common = text.match(/[ \n,.\dA-Za-z、。，]/gu)?.length ?? 0;
    const share = common / text.length;
    if (strange / text.length <= maximumControlShare && share > (best?.share ?? 0.01)) best = { label, share };
  }
  return best?.label;
}

/** ISO-2022-JP is seven-bit and so also valid UTF-8; ESC `$B` and ESC `$@` switch to its kanji. */
function hasJapaneseEscapes(sample: Uint8Array): boolean {
  const buffer = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  return buffer.includes('\u001b$B') || buffer.includes('\u001b$@');
}

/** Tab, line feed, form feed, carriage return, backspace and escape (terminal logs, ISO-2022) belong to text. */
function controlShare(sample: Uint8Array): number {
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0x7f || (byte < 0x20 && (byte < 0x08 || byte > 0x0d) && byte !== 0x1b)) controls += 1;
  }
  return controls / Math.max(sample.length, 1);
}

/** Whether damaged sequences are rare among well-formed ones; in other encodings well-formed ones are accidents. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let valid = 0;
  let invalid = 0;
  for (let index = 0; index < bytes.length; ) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) {
      index += 1;
      continue;
    }
    const length = sequenceLength(byte);
    let read = 1;
    while (read < length && ((bytes[index + read] ?? 0) & 0xc0) === 0x80) read += 1;
    if (length > 1 && read === length) valid += 1;
    else invalid += 1;
    index += read;
    if (invalid > 1000 && invalid * 2 > valid) return false;
  }
  return valid >= invalid * 2;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}
