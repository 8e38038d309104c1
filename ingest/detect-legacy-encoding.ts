import { analyse } from 'chardet';
import { decodeAs } from './encoding-decode.js';

/** Below this, chardet only says that nothing speaks against an encoding. */
const minimumConfidence = 15;
const sampleBytes = 64 * 1024;
/** In text of European languages, fewer bytes than this are outside of ASCII. */
const latinShare = 0.3;

/** The likeliest encoding of text that is not Unicode: statistics by chardet, checked by what decoding gives. */
export function legacyEncoding(bytes: Uint8Array): string {
  const sample = linesWithHighBytes(bytes);
  const isMostlyLatin = sample.filter((byte) => byte >= 0x80).length < sample.length * latinShare;
  const candidates = [
    ...analyse(sample).filter(({ name }) => name !== 'UTF-8' && name !== 'ASCII'),
    { name: 'windows-1252', confidence: isMostlyLatin ? minimumConfidence : 1 },
  ];
  let best = { label: 'windows-1252', score: 0 };
  for (const { name, confidence } of candidates) {
    const text = tryDecode(name, sample);
    const score = text === undefined ? 0 : confidence * (1 - Math.min(1, 20 * oddShare(text)));
    if (score > best.score) best = { label: new TextDecoder(name).encoding, score };
  }
  return best.label;
}

/** Share of what hardly occurs in text: damage, controls, unassigned characters, a capital behind a small letter. */
function oddShare(text: string): number {
  const odd = text.match(/\uFFFD|[^\P{Cc}\s]|\p{Cn}|\p{Co}|\p{Ll}\p{Lu}/gu)?.length ?? 0;
  return odd / Math.max(text.length, 1);
}

function tryDecode(label: string, bytes: Uint8Array): string | undefined {
  try {
    return decodeAs(label, bytes);
  } catch (error) {
    // chardet knows a few encodings, such as IBM424, that the WHATWG list has not.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Only these lines tell encodings apart, and the first may stand megabytes into the file. */
function linesWithHighBytes(bytes: Uint8Array): Uint8Array {
  const reach = 512;
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let index = 0; index < bytes.length && size < sampleBytes; index += 1) {
    if ((bytes[index] ?? 0) < 0x80) continue;
    const near = bytes.subarray(Math.max(0, index - reach), index);
    const start = index - near.length + near.lastIndexOf(0x0a) + 1;
    const end = Math.min(bytes.length, index + 2 * reach);
    parts.push(bytes.subarray(start, end));
    size += end - start;
    index = end;
  }
  return Buffer.concat(parts);
}
