import { isUtf8 } from 'node:buffer';
import { decodeAs } from '../encoding-decode.js';

/** Bytes that are UTF-8 stay what they are; others are what the server says, or are left to their looks. */
export function inUtf8(bytes: Uint8Array, charset: string | undefined): Uint8Array {
  if (charset === undefined) return bytes;
  try {
    const { encoding } = new TextDecoder(charset);
    const isEscaped = encoding.startsWith('utf-16') || encoding === 'iso-2022-jp';
    return encoding === 'utf-8' || (isUtf8(bytes) && !isEscaped) ? bytes : Buffer.from(decodeAs(encoding, bytes));
  } catch (error) {
    // A charset that nobody knows says nothing.
    if (error instanceof RangeError) return bytes;
    throw error;
  }
}
