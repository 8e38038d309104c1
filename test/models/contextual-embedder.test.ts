import { join } from 'node:path';
import { AutoModel, AutoTokenizer, type Tensor } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbedderConfig, loadConfig } from '../../src/core/config.js';
import type { Embedder } from '../../src/models/embedder.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';

const modelsFolder = join(import.meta.dirname, '..', 'fixtures');
const config: EmbedderConfig = { ...loadConfig({}).embedder, name: 'tiny-encoder', modelsFolder };

/** A model of the usual hub shape: special tokens around every text, one vector per token, 16 positions. */
describe('an encoder with special tokens and token outputs', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await loadEmbedder(config);
  });
  afterAll(async () => {
    await embedder.dispose();
  });

  it('gives the mean of what the model gives for the tokenised text', async () => {
    const folder = join(modelsFolder, 'tiny-encoder');
    const tokenizer = await AutoTokenizer.from_pretrained(folder);
    const model = await AutoModel.from_pretrained(folder, { dtype: 'fp32' });
    const inputs = tokenizer('the cats sat on a mat.');
    const { last_hidden_state: output } = (await model(inputs)) as { last_hidden_state: Tensor };
    const [, tokens = 0, dimensions = 0] = output.dims;
    const data = output.data as Float32Array;
    const sums = Array.from({ length: dimensions }, (_, index) =>
      Array.from({ length: tokens }, (__, token) => data[token * dimensions + index] ?? 0).reduce((a, b) => a + b, 0),
    );
    const length = Math.hypot(...sums);
    const [vector = new Float32Array()] = await embedder.embedDocuments(['the cats sat on a mat.']);
    sums.forEach((sum, index) => {
      expect(vector[index]).toBeCloseTo(sum / length, 5);
    });
  });

  it('cuts texts at its number of positions, special tokens kept', async () => {
    const [short = new Float32Array(), long = new Float32Array()] = await embedder.embedDocuments([
      'one two three four five six one two three four five six one two',
      'one two three four five six one two three four five six one two bread bank money',
    ]);
    expect([...long]).toEqual([...short]);
    expect(embedder.preferredChunkTokens).toBe(14);
  });

  it('keeps long and short texts apart in one batch', async () => {
    const texts = ['cat', 'one two three four five six', 'dog sat on the mat', 'bread'];
    const together = await embedder.embedDocuments(texts);
    for (const [index, text] of texts.entries()) {
      const [alone = new Float32Array()] = await embedder.embedDocuments([text]);
      alone.forEach((value, position) => {
        expect(together[index]?.[position]).toBeCloseTo(value, 5);
      });
    }
  });

  it('puts the prefixes in front, and has another fingerprint with them', async () => {
    const prefixed = await loadEmbedder({ ...config, queryPrefix: 'query: ', documentPrefix: 'passage: ' });
    const [query, passage] = [await prefixed.embedQuery('cat'), (await prefixed.embedDocuments(['cat']))[0]];
    expect(query).toEqual((await embedder.embedDocuments(['query: cat']))[0]);
    expect(passage).toEqual((await embedder.embedDocuments(['passage: cat']))[0]);
    expect(prefixed.fingerprint).not.toBe(embedder.fingerprint);
    await prefixed.dispose();
  });

  it('takes the first token where the setting says so', async () => {
    const first = await loadEmbedder({ ...config, pooling: 'cls' });
    // No context in this model: the vector of [CLS] is the same for every text.
    const [cat, dog] = await first.embedDocuments(['cat', 'dog']);
    expect(cat).toEqual(dog);
    await first.dispose();
  });
});
