import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { supportFeatureNames } from '../../../src/agent/extractive/support-features.js';
import {
  loadSupportModel,
  readSupportModel,
  type SupportModel,
  supportProbability,
} from '../../../src/agent/extractive/support-model.js';

const folder = mkdtempSync(join(tmpdir(), 'support-'));
afterAll(() => rmSync(folder, { recursive: true }));

const two: SupportModel = {
  format: 1,
  features: ['one', 'two'],
  mean: [1, 0],
  scale: [2, 1],
  limit: 4,
  answered: { weights: [1, 0], bias: 0 },
  stated: { weights: [0, 1], bias: 0 },
  calibration: { slope: 1, offset: 0 },
};

describe('supportProbability', () => {
  it('is what both regressions say together, a (1 + b) / 2', () => {
    // (1 − 1) / 2 = 0 and 0: both are one half.
    expect(supportProbability(two, Float64Array.of(1, 0))).toBeCloseTo(0.5 * 0.75);
    // (3 − 1) / 2 = 1.
    expect(supportProbability(two, Float64Array.of(3, 0))).toBeCloseTo((1 / (1 + Math.exp(-1))) * 0.75);
  });

  it('cuts what lies far from the mean', () => {
    expect(supportProbability(two, Float64Array.of(1e9, 0))).toBe(supportProbability(two, Float64Array.of(9, 0)));
  });

  it('reads their product as the calibration says', () => {
    const calibrated = { ...two, calibration: { slope: 2, offset: 1 } };
    const logit = Math.log(0.375 / 0.625);
    expect(supportProbability(calibrated, Float64Array.of(1, 0))).toBeCloseTo(1 / (1 + Math.exp(-(2 * logit + 1))));
  });
});

describe('the support model', () => {
  it('that ships was trained on the signals that this version computes, and stays between 0 and 1', async () => {
    const model = await loadSupportModel();
    expect(model.features).toEqual([...supportFeatureNames]);
    for (const value of [-1e6, 0, 1e6]) {
      const score = supportProbability(model, new Float64Array(model.features.length).fill(value));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it.each([
    ['trained on other signals', JSON.stringify(two)],
    ['short of a weight', JSON.stringify({ ...two, mean: [1] })],
    ['no JSON', '{'],
  ])('is refused where it is %s, naming the file', async (_, content) => {
    const file = join(folder, 'model.json');
    writeFileSync(file, content);
    await expect(readSupportModel(file)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(file) as string,
    });
  });
});
