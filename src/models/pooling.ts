import type { Pooling } from './embedder-profile.js';

export interface TokenOutput {
  /** [batch, tokens, dimensions], row-major. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** One vector of a batch row, from its token vectors: [dimensions]. `length` is the row's number of real tokens. */
export function poolRow(output: TokenOutput, row: number, length: number, pooling: Pooling): Float32Array {
  const [, tokens = 0, dimensions = 0] = output.dims;
  const base = row * tokens * dimensions;
  const at = (position: number) => output.data.slice(base + position * dimensions, base + (position + 1) * dimensions);
  if (pooling === 'cls') return at(0);
  if (pooling === 'last_token') return at(Math.max(0, length - 1));
  const sum = new Float32Array(dimensions);
  for (let position = 0; position < length; position += 1) {
    const offset = base + position * dimensions;
    for (let index = 0; index < dimensions; index += 1) {
      sum[index] = (sum[index] ?? 0) + (output.data[offset + index] ?? 0);
    }
  }
  for (let index = 0; index < dimensions; index += 1) sum[index] = (sum[index] ?? 0) / Math.max(1, length);
  return sum;
}
