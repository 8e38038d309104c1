/**
 * Random whole numbers in [0, 2^32), the same ones for the same seed. Not for secrets.
 *
 * sfc32, the small fast counting generator of Chris Doty-Humphrey's PractRand: all bits are good, so a caller may take
 * single bits; the counter guarantees a period of at least 2^32.
 */
export function seededRandom(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0; // any constants do: the first rounds below mix them
  let c = 0x85ebca6b | 0;
  let counter = 1;
  const next = () => {
    const value = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + value) | 0;
    return value >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
