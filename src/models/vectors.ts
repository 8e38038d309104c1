import { DocentError } from '../core/errors.js';

/**
 * Scales a vector to unit length in place; an all-zero vector stays as it is.
 * @throws DocentError `embedder-failed` where a value is not finite or the length is not `dimensions`
 */
export function normalizeChecked(vector: Float32Array, dimensions: number, name: string): Float32Array {
  if (vector.length !== dimensions) {
    throw new DocentError(
      'embedder-failed',
      `The encoder "${name}" gave a vector of ${vector.length} values where ${dimensions} were expected.`,
      { hint: 'Check hidden_size in its config.json and the pooling setting (DOCENT_EMBEDDER_POOLING).' },
    );
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!Number.isFinite(squares)) {
    throw new DocentError('embedder-failed', `The encoder "${name}" gave a vector with values that are not finite.`, {
      hint: 'The model file may be damaged, or its precision unsuitable: try DOCENT_EMBEDDER_DTYPE=fp32.',
    });
  }
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) * scale;
  return vector;
}

/** Inner product; the cosine for vectors of unit length. */
export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
