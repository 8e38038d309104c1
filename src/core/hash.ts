import { createHash } from 'node:crypto';

/** SHA-256 of the parts, length-prefixed so that ('ab','c') and ('a','bc') differ; hexadecimal. */
export function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A document is its source: the same URI keeps the same id. 16 hexadecimal digits. */
export function documentIdOf(uri: string): string {
  return hashOf('document', uri).slice(0, 16);
}
