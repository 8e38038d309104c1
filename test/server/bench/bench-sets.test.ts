import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchSets } from '../../../server/bench/bench-sets.js';
import { cachedIndexName } from '../../../server/bench/cached-index.js';

describe('benchSets', () => {
  it('names each set for its folder, and takes a folder once', () => {
    expect(benchSets(['sets/scifact', 'sets/scifact/', 'sets/cranfield'])).toEqual([
      { name: 'scifact', folder: resolve('sets/scifact') },
      { name: 'cranfield', folder: resolve('sets/cranfield') },
    ]);
  });

  it('tells folders of one name apart', () => {
    const names = benchSets(['a/test', 'b/test']).map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^test-[\da-f]{6}$/u);
  });
});

describe('cachedIndexName', () => {
  it('gives an index name for any folder name, another one for another folder or part', () => {
    expect(cachedIndexName('.my set!', '/a')).toMatch(/^my-set--[\da-f]{8}$/u);
    expect(cachedIndexName('...', '/a')).toMatch(/^set-[\da-f]{8}$/u);
    const long = 'x'.repeat(80);
    expect(cachedIndexName(long, '/a').length).toBeLessThan(65);
    expect(
      new Set([cachedIndexName(long, '/a'), cachedIndexName(`${long}-spans`, '/a'), cachedIndexName(long, '/b')]).size,
    ).toBe(3);
  });
});
