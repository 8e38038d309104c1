import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { connectionFailure, pageFailed, pageTooLarge } from './page-failure.js';

/** What `Accept-Encoding` offers. */
export const acceptedEncodings = 'gzip, deflate, br';

type Unpack = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: (bytes, options) => promisify(isZlib(bytes) ? inflate : inflateRaw)(bytes, options),
};
/** Servers pack once; each further layer multiplies what a small body can become. */
const mostLayers = 2;

/**
 * The whole body, unpacked; neither form is ever held beyond the limit.
 * @throws DocentError `file-too-large`, `web-page-failed`
 */
export async function readBody(url: URL, message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const layers = layersOf(url, message);
  if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw pageTooLarge(url, maxBytes, 'is');
  let bytes: Uint8Array = await packedBytes(url, message, maxBytes);
  for (const layer of layers) {
    try {
      if (bytes.length > 0) bytes = await layer(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      throw isTooLarge ? pageTooLarge(url, maxBytes, 'unpacks to') : connectionFailure(url, error);
    }
  }
  return bytes;
}

async function packedBytes(url: URL, message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of message as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > maxBytes) throw pageTooLarge(url, maxBytes, 'is');
      parts.push(part);
    }
  } catch (error) {
    throw connectionFailure(url, error);
  }
  return Buffer.concat(parts);
}

/** In the order of unpacking: the last that was applied comes first. */
function layersOf(url: URL, message: IncomingMessage): Unpack[] {
  const names = (message.headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const layers = names.flatMap((name) => unpackers[name] ?? []);
  if (layers.length === names.length && layers.length <= mostLayers) return layers.reverse();
  throw pageFailed(url, `is packed as ${names.join(', ').slice(0, 60)}, which was not asked for`, 'Use another page.');
}

/** RFC 9110 means the zlib format by `deflate`; some servers send the bare stream. */
function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
