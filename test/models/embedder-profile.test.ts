import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import { embedderProfile } from '../../src/models/embedder-profile.js';
import { poolRow } from '../../src/models/pooling.js';
import { normalizeChecked } from '../../src/models/vectors.js';

const base = loadConfig({}).embedder;

describe('embedderProfile', () => {
  it.each([
    ['Xenova/bge-small-en-v1.5', 'cls', 'Represent this sentence for searching relevant passages: ', ''],
    ['Xenova/multilingual-e5-small', 'mean', 'query: ', 'passage: '],
    ['Xenova/all-MiniLM-L6-v2', 'mean', '', ''],
    ['nomic-ai/nomic-embed-text-v1.5', 'mean', 'search_query: ', 'search_document: '],
  ])('knows %s', async (name, pooling, queryPrefix, documentPrefix) => {
    expect(await embedderProfile({ ...base, name }, undefined)).toEqual({ pooling, queryPrefix, documentPrefix });
  });

  it('lets settings win', async () => {
    const config = { ...base, name: 'Xenova/bge-small-en-v1.5', pooling: 'mean', queryPrefix: 'Q: ' } as const;
    expect(await embedderProfile(config, undefined)).toMatchObject({ pooling: 'mean', queryPrefix: 'Q: ' });
  });
});

describe('poolRow', () => {
  /** Two rows of three tokens of two dimensions; the second row has one real token. */
  const output = { data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9]), dims: [2, 3, 2] };

  it.each([
    ['mean', 0, 3, [3, 4]],
    ['mean', 1, 1, [7, 8]],
    ['cls', 1, 1, [7, 8]],
    ['last_token', 0, 3, [5, 6]],
  ] as const)('pools by %s (row %i)', (pooling, row, length, expected) => {
    expect([...poolRow(output, row, length, pooling)]).toEqual(expected);
  });
});

describe('normalizeChecked', () => {
  it('refuses values that are not finite', () => {
    expect(() => normalizeChecked(Float32Array.from([1, Number.NaN]), 2, 'm')).toThrow('not finite');
  });

  it('refuses another length', () => {
    expect(() => normalizeChecked(Float32Array.from([1]), 2, 'm')).toThrow('1 values where 2');
  });
});
