import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbedderConfig, loadConfig } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { Embedder } from '../../src/models/embedder.js';
import { encoderOfIndex, installedEncoders } from '../../src/models/encoder-folders.js';
import { EncoderWorkers } from '../../src/models/encoder-workers.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';

/** Holds a docent-contextual of random weights, written by the export of the real one. */
const modelsFolder = join(import.meta.dirname, '..', 'fixtures', 'models');
const bundled = loadConfig({}).embedder;
const contextual: EmbedderConfig = { ...bundled, name: 'docent-contextual', isDefault: false, modelsFolder };
const dot = (left: Float32Array, right: Float32Array) =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);

describe('an exported contextual encoder', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await loadEmbedder(contextual);
  });
  afterAll(async () => {
    await embedder.dispose();
  });

  it('is loaded by its name, and says itself how long a chunk may be', () => {
    expect(embedder).toMatchObject({
      name: 'docent-contextual',
      dimensions: 32,
      maxTokens: 96,
      preferredChunkTokens: 64,
    });
  });

  it('puts the prefix that its folder states in front of a question', async () => {
    const [document = new Float32Array()] = await embedder.embedDocuments(['query: red apples']);
    expect(dot(await embedder.embedQuery('red apples'), document)).toBeCloseTo(1, 5);
  });

  it('sees the order of words', async () => {
    const [first = new Float32Array(), second = new Float32Array()] = await embedder.embedDocuments([
      'the keeper bridge the city built',
      'the city built the keeper bridge',
    ]);
    expect(dot(first, second)).toBeLessThan(0.9999);
  });

  it('gives a text the same vector alone and among longer ones', async () => {
    const texts = [
      'apples grow',
      'a red book of the harbour library',
      'when was the bridge built?',
      'salt '.repeat(80),
    ];
    const together = await embedder.embedDocuments(texts);
    for (const [at, text] of texts.entries()) {
      const [alone = new Float32Array()] = await embedder.embedDocuments([text]);
      // Quantised at run time with one scale for a batch: near, not equal.
      expect(dot(alone, together[at] ?? alone)).toBeGreaterThan(0.999);
    }
  });

  it('gives many texts to workers on several cores, and gets the same vectors', async () => {
    const texts = Array.from(
      { length: 150 },
      (_, number) => `${'the harbour keeper and the lamp '.repeat(6)} ${number}`,
    );
    const workers = vi.spyOn(EncoderWorkers.prototype, 'run');
    const together = await embedder.embedDocuments(texts);
    expect(workers).toHaveBeenCalledTimes(EncoderWorkers.count > 1 ? 1 : 0);
    for (const at of [0, 77, 149]) {
      const [alone = new Float32Array()] = await embedder.embedDocuments([texts[at] ?? '']);
      expect(dot(alone, together[at] ?? alone)).toBeGreaterThan(0.999);
    }
    expect(new Set(together.map((vector) => vector.join())).size).toBe(150);
  });

  it('reads special tokens that are written in a text as ordinary text', async () => {
    expect(embedder.countTokens('[SEP]')).toBeGreaterThan(1);
  });
});

describe('encoders on this machine', () => {
  let empty = '';
  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), 'no-models-'));
  });
  afterAll(async () => {
    await rm(empty, { recursive: true });
  });

  it('are the folders with weights, the user’s and the bundled ones', async () => {
    const found = await installedEncoders(contextual);
    expect(found.find(({ name }) => name === 'docent-contextual')).toMatchObject({ isBundled: false });
    expect(found.find(({ name }) => name === 'docent-static')).toMatchObject({ isBundled: true });
    expect(found.map(({ name }) => name)).not.toContain('docent-ranker');
  });

  it('are found in the package whatever the models folder is', async () => {
    const embedder = await loadEmbedder({ ...bundled, modelsFolder: empty });
    expect(embedder.dimensions).toBe(256);
    await embedder.dispose();
  });

  it('are named where a bundled folder has a recipe and no weights', async () => {
    const error: unknown = await loadEmbedder({ ...bundled, name: 'docent-ranker' }).catch((reason: unknown) => reason);
    if (!(error instanceof DocentError)) throw new Error(`expected a DocentError, got ${String(error)}`);
    expect(error.code).toBe('embedder-not-found');
    expect(error.message).toContain('not part of this version');
    expect(error.hint).toContain('docent-static');
  });
});

describe('the encoder of an index', () => {
  const nothingSet: EmbedderConfig = { ...bundled, modelsFolder };

  it('is the one that made it where none is set', () => {
    expect(encoderOfIndex(nothingSet, 'docent-contextual').name).toBe('docent-contextual');
  });

  it('is the one that is set where one is', () => {
    expect(encoderOfIndex({ ...nothingSet, isDefault: false }, 'docent-contextual').name).toBe('docent-static');
  });

  it.each(['gone', 'Xenova/bge-small-en-v1.5', '../models/docent-contextual', join(modelsFolder, 'docent-contextual')])(
    'is never loaded from elsewhere because an index says so (%s)',
    (made) => {
      expect(encoderOfIndex(nothingSet, made)).toBe(nothingSet);
    },
  );
});
