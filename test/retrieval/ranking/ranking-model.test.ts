import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreByTrees } from '../../../src/retrieval/ranking/boosted-trees.js';
import { featureNames } from '../../../src/retrieval/ranking/candidate-features.js';
import { loadRankingModel, readRankingModel } from '../../../src/retrieval/ranking/ranking-model.js';

describe('the ranker in the package', () => {
  it('was trained on the features that are computed, and is loaded once', async () => {
    const model = await loadRankingModel();
    expect(model.features).toEqual([...featureNames]);
    expect(model.trees.length).toBeGreaterThan(10);
    expect(await loadRankingModel()).toBe(model);
  });

  it('scores by more than one feature', async () => {
    const model = await loadRankingModel();
    const scoreOf = (value: number) => scoreByTrees(model, new Float64Array(featureNames.length).fill(value));
    expect(Number.isFinite(scoreOf(0))).toBe(true);
    expect(scoreOf(1)).not.toBe(scoreOf(0));
    expect(new Set(model.trees.flatMap(({ feature }) => feature)).size).toBeGreaterThan(10);
  });
});

describe('readRankingModel', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'docent-ranker-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function readText(text: string) {
    const file = join(folder, 'model.json');
    writeFileSync(file, text);
    return readRankingModel(file);
  }

  const tree = { feature: [0], threshold: [0], left: [-1], right: [-2], value: [1, 2] };

  it('reads a ranker', async () => {
    const model = { format: 1, features: featureNames, trees: [tree] };
    expect(await readText(JSON.stringify(model))).toEqual(model);
  });

  it('refuses what is no ranker, and says which file', async () => {
    const broken = { format: 1, features: featureNames, trees: [{ ...tree, left: [0] }] };
    for (const text of ['', '{"format":1', '{}', JSON.stringify(broken)]) {
      await expect(readText(text)).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining(join(folder, 'model.json')),
        hint: expect.stringContaining('hybrid'),
      });
    }
  });

  it('refuses a ranker for other features', async () => {
    const features = [...featureNames].reverse();
    await expect(readText(JSON.stringify({ format: 1, features, trees: [tree] }))).rejects.toThrow('other features');
  });

  it('refuses a file that is not there', async () => {
    await expect(readRankingModel(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'internal' });
  });
});
