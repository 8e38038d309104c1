import { describe, expect, it } from 'vitest';
import { termHash } from '../../src/store/term-hash.js';

describe('the hash of a term', () => {
  // Test vectors of the FNV authors (http://www.isthe.com/chongo/src/fnv/test_fnv.c).
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j is FNV-1a', (term, hash) => {
    expect(termHash(term) >>> 0).toBe(hash);
  });

  it('fits a signed column of 32 bits', () => {
    for (const term of ['', 'a', 'foobar', '红楼', '🙂'.repeat(100)]) {
      expect(Int32Array.of(termHash(term))[0]).toBe(termHash(term));
    }
  });

  it('tells a hundred thousand terms apart, but for a few', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, at) => termHash(`term${at}`)));
    expect(hashes.size).toBeGreaterThan(99_990);
  });
});
