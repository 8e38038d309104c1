import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceFeatureNames } from '../../../src/agent/extractive/sentence-features.js';
import {
  answerProbabilities,
  loadSentenceModel,
  readSentenceModel,
} from '../../../src/agent/extractive/sentence-model.js';

describe('the sentence model in the package', () => {
  it('was trained on the features that are computed, and is loaded once', async () => {
    const model = await loadSentenceModel();
    expect(model.features).toEqual([...sentenceFeatureNames]);
    expect(await loadSentenceModel()).toBe(model);
  });

  it('gives probabilities that depend on many features', async () => {
    const model = await loadSentenceModel();
    const rows = [0, 1].map((value) => new Float64Array(sentenceFeatureNames.length).fill(value));
    const [none = -1, ones = -1] = answerProbabilities(model, rows);
    expect(none).not.toBe(ones);
    for (const each of [none, ones]) expect(each > 0 && each < 1).toBe(true);
    expect(new Set(model.trees.flatMap(({ feature }) => feature)).size).toBeGreaterThan(30);
  });
});

describe('readSentenceModel', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'docent-sentences-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses what is no model of these features, and says which file', async () => {
    const file = join(folder, 'model.json');
    for (const text of ['', '{}', '{"format":1,"features":["other"],"trees":[]}']) {
      writeFileSync(file, text);
      await expect(readSentenceModel(file)).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining(file),
      });
    }
  });
});
