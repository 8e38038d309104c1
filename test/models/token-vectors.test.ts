import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import type { Embedder } from '../../src/models/embedder.js';
import { loadTokenVectors } from '../../src/models/load-token-vectors.js';
import type { TokenRowVectors } from '../../src/models/token-vectors.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';
import { dot } from '../../src/models/vectors.js';

const words = ['river', 'bridge', 'law', 'water', 'Fluss', 'music'];

describe('loadTokenVectors', () => {
  let vectors: TokenRowVectors;
  let embedder: Embedder;
  beforeAll(async () => {
    [vectors, embedder] = await Promise.all([loadTokenVectors(), loadEmbedder(loadConfig({}).embedder)]);
  });
  afterAll(async () => {
    await embedder.dispose();
  });

  /** Token of a word that is one token. */
  function tokenOf(word: string): number {
    const [token = -1, ...others] = vectors.encode(word);
    expect([word, others]).toEqual([word, []]);
    return token;
  }

  it('loads the encoder once', async () => {
    expect(await loadTokenVectors()).toBe(vectors);
  });

  it('finds a token as good as equal to itself, and two tokens alike from both sides', async () => {
    const tokens = words.map(tokenOf);
    await vectors.load(tokens);
    for (const first of tokens) {
      expect(vectors.cosine(first, first)).toBeCloseTo(1, 5);
      for (const second of tokens) expect(vectors.cosine(first, second)).toBe(vectors.cosine(second, first));
    }
  });

  it("gives the cosines of the first half of the encoder's own vectors, within the rounding to bytes", async () => {
    const tokens = words.map(tokenOf);
    await vectors.load(tokens);
    const halves = (await embedder.embedDocuments(words)).map((vector) => vector.slice(0, embedder.dimensions / 2));
    for (const [at, first] of halves.entries()) {
      for (const [other, second] of halves.entries()) {
        const own = dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second));
        expect(Math.abs(vectors.cosine(tokens[at] ?? 0, tokens[other] ?? 0) - own)).toBeLessThan(0.01);
      }
    }
  });

  it('gives rows of length 1, and what each token weighs: a rare one more than an article', async () => {
    const tokens = ['river', 'water', 'the'].map(tokenOf);
    const { vectors: rows, norms } = await vectors.rows(tokens);
    const rowOf = (at: number) => rows.subarray(at * vectors.dimensions, (at + 1) * vectors.dimensions);
    expect(rows).toHaveLength(3 * vectors.dimensions);
    for (const at of tokens.keys()) expect(dot(rowOf(at), rowOf(at))).toBeCloseTo(1, 4);
    expect(dot(rowOf(0), rowOf(1))).toBeCloseTo(vectors.cosine(tokens[0] ?? 0, tokens[1] ?? 0), 4);
    expect(norms[0]).toBeGreaterThan(5 * (norms[2] ?? 0));
  });

  it('finds words of one meaning nearer than others', async () => {
    const [river, law, water] = ['river', 'law', 'water'].map(tokenOf);
    await vectors.load(words.map(tokenOf));
    expect(vectors.cosine(river ?? 0, water ?? 0)).toBeGreaterThan(vectors.cosine(river ?? 0, law ?? 0) + 0.1);
  });

  it('encodes without special tokens', () => {
    expect(vectors.encode('')).toEqual([]);
    expect(vectors.encode('river water')).toEqual([tokenOf('river'), tokenOf('water')]);
  });

  it('gives 0 for a token that was never loaded or that is none', async () => {
    const known = tokenOf('river');
    const unknown = tokenOf('kitchen');
    await vectors.load([known]);
    expect(vectors.cosine(known, unknown)).toBe(0);
    await vectors.load([10_000_000]);
    expect(vectors.cosine(known, 10_000_000)).toBe(0);
  });

  it('has a token ready for everybody who asked for it, also while another question has it computed', async () => {
    const tokens = Array.from({ length: 9000 }, (_, at) => 5000 + at);
    const last = tokens.at(-1) ?? 0;
    const first = vectors.load(tokens);
    await vectors.load([last]);
    expect(vectors.cosine(last, last)).toBeCloseTo(1, 5);
    await first;
    expect(tokens.filter((token) => Math.abs(vectors.cosine(token, token) - 1) > 1e-5)).toEqual([]);
  });
});
