import { DocentError } from '../core/errors.js';
import type { DocumentRecord } from './index-store.js';

/**
 * Refuses vectors that LanceDB would store wrongly: it pads or cuts a wrong length without a word.
 * @throws DocentError `embedder-failed` naming the chunk
 */
export function checkRecords(records: readonly DocumentRecord[], dimensions: number): void {
  for (const { document, chunks } of records) {
    for (const chunk of chunks) {
      checkVector(chunk.vector, dimensions, `of chunk ${chunk.ordinal} of ${document.name}`);
      if (chunk.documentId !== document.id) {
        throw new DocentError('internal', `Chunk ${chunk.id} belongs to ${chunk.documentId}, not ${document.id}.`);
      }
    }
  }
}

/** @throws DocentError `embedder-failed` for a wrong length or a value that is not finite */
export function checkVector(vector: Float32Array, dimensions: number, what: string): void {
  if (vector.length !== dimensions) {
    throw failed(`The vector ${what} has ${vector.length} values; this index holds ${dimensions} per vector.`);
  }
  const position = vector.findIndex((value) => !Number.isFinite(value));
  if (position >= 0) throw failed(`The vector ${what} holds ${vector[position]} at position ${position}.`);
}

function failed(message: string): DocentError {
  return new DocentError('embedder-failed', message, {
    hint: 'Check the encoder named by DOCENT_EMBEDDER; nothing of this batch was written.',
  });
}
