import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import type { RuntimeOptions } from '../../src/models/encoder-runtime.js';
import { EncoderWorkers } from '../../src/models/encoder-workers.js';
import { resolveModel } from '../../src/models/model-source.js';

const modelsFolder = join(import.meta.dirname, '..', 'fixtures', 'models');
const { name, source, profile } = await resolveModel({
  ...loadConfig({}).embedder,
  name: 'docent-contextual',
  modelsFolder,
});
const options: RuntimeOptions = { name, source, pooling: profile.pooling };
/** Batches of one row each, of the token with the batch's number. */
const batches = Array.from({ length: 12 }, (_, number) => [[2, 10 + number, 3]]);

describe('EncoderWorkers', () => {
  const workers = new EncoderWorkers(options);
  afterAll(async () => {
    await workers.dispose();
  });

  const run = async (given: typeof batches, signal?: AbortSignal) => {
    const seen = new Map<number, Float32Array>();
    const keep = (batch: number, [vector = new Float32Array()]: readonly Float32Array[]) => seen.set(batch, vector);
    await workers.run(given, (batch, vectors) => void keep(batch, vectors), { pad: 0, signal });
    return seen;
  };

  it('hand over every batch once, under its number', async () => {
    const seen = await run(batches);
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual(batches.map((_, number) => number));
    expect((await run(batches.slice(5, 6))).get(0)).toEqual(seen.get(5));
  });

  it('answer two callers at once, each with its own', async () => {
    const alone = await run(batches);
    const [first, second] = await Promise.all([run(batches.slice(0, 6)), run(batches.slice(6))]);
    for (let at = 0; at < 6; at += 1) {
      expect([first.get(at), second.get(at)]).toEqual([alone.get(at), alone.get(at + 6)]);
    }
  });

  it('begin nothing after an abort', async () => {
    await expect(run(batches, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('report what the model cannot do, and work on afterwards', async () => {
    const tooLong = [[Array.from({ length: 97 }, () => 7)]];
    await expect(run(tooLong)).rejects.toMatchObject({ code: 'embedder-failed' });
    expect((await run(batches)).size).toBe(batches.length);
  });

  it('report a model that cannot be loaded', async () => {
    if (source.kind !== 'folder') throw new Error('the fixture is a folder');
    const lost = new EncoderWorkers({ ...options, source: { ...source, folder: join(modelsFolder, 'gone') } });
    const failed = lost.run(batches, () => undefined, { pad: 0, signal: undefined });
    await expect(failed).rejects.toMatchObject({ code: 'embedder-failed' });
    await lost.dispose();
  });
});
