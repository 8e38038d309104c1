import { describe, expect, it } from 'vitest';
import { blendQuality } from '../../../server/tune/blend-quality.js';
import { chooseBlend } from '../../../server/tune/choose-blend.js';
import { weightAgainstLeaning } from '../../../server/tune/fit-blend.js';
import { noBlend } from '../../../src/retrieval/ranking/ranking-blend.js';
import { type Planted, plantedQuestions } from './judged-questions.js';

describe('choosing weights', () => {
  it('finds a signal that tells more than the ranker uses', async () => {
    const questions = plantedQuestions({ count: 80, seed: 1, planted: { ranker: 1, dense: 2 } });
    const choice = await chooseBlend(questions);
    expect(choice.isAdopted).toBe(true);
    expect(choice.blend).toBe(choice.fitted);
    expect(choice.blend.dense).toBe(0.5);
    expect(choice.gain).toBeGreaterThan(0.1);
    expect(choice.interval.lower).toBeGreaterThan(0);
    expect(choice.tunedQuality - choice.defaultQuality).toBeCloseTo(choice.gain);
    // It holds on questions that it has never seen.
    const others = plantedQuestions({ count: 80, seed: 2, planted: { ranker: 1, dense: 2 } });
    const mean = (blend: typeof noBlend) =>
      others.reduce((sum, question) => sum + blendQuality(question, blend), 0) / others.length;
    expect(mean(choice.blend)).toBeGreaterThan(mean(noBlend) + 0.1);
  });

  it('turns a signal down that misleads', async () => {
    const questions = plantedQuestions({ count: 80, seed: 3, planted: { ranker: 1, walk: -2 } });
    const { isAdopted, blend } = await chooseBlend(questions);
    expect(isAdopted).toBe(true);
    expect(blend.walk).toBeLessThan(0);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('adopts nothing from pure noise (%i)', async (seed) => {
    const choice = await chooseBlend(plantedQuestions({ count: 40, seed }));
    expect(choice).toMatchObject({ isAdopted: false, blend: noBlend, questions: 40 });
  });

  it.each([1, 2, 3, 4, 5])('adopts nothing where the ranker knows all that there is to know (%i)', async (seed) => {
    const choice = await chooseBlend(plantedQuestions({ count: 40, seed, planted: { ranker: 1.5 } }));
    expect(choice).toMatchObject({ isAdopted: false, blend: noBlend });
  });

  it('believes made questions only where they speak against their own leaning', async () => {
    const choose = async (planted: Planted) =>
      chooseBlend(plantedQuestions({ count: 60, seed: 5, planted }), { isAllowed: weightAgainstLeaning });
    expect(await choose({ ranker: 1, lexical: 2, late: 2, dense: -2, walk: -2 })).toMatchObject({ fitted: noBlend });
    const { isAdopted, blend } = await choose({ ranker: 1, lexical: -1, dense: 2 });
    expect({ isAdopted, dense: blend.dense }).toEqual({ isAdopted: true, dense: 0.5 });
    expect(blend.lexical).toBeLessThanOrEqual(0);
  });

  it('gives the same answer again', async () => {
    const questions = plantedQuestions({ count: 30, seed: 4, planted: { ranker: 1, chain: 1 } });
    expect(await chooseBlend(questions)).toEqual(await chooseBlend(questions));
  });

  it('stops between two folds where it is told to', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(chooseBlend(plantedQuestions({ count: 20, seed: 1 }), { signal: stopped })).rejects.toThrow('stopped');
  });
});

describe('the quality of a ranking', () => {
  const values = { lexical: [0, 0, 0], dense: [0, 0, 0], late: [0, 0, 0], walk: [0, 0, 0], chain: [0, 0, 0] };
  const quality = (units: readonly (readonly string[])[], relevant: readonly string[]) =>
    blendQuality(
      { text: '', units, judged: new Map(relevant.map((unit) => [unit, 1])), ranker: [3, 2, 1], values },
      noBlend,
    );

  it('has a document stand where its best chunk stands, once', () => {
    expect(quality([['a'], ['a'], ['b']], ['b'])).toBeCloseTo(1 / Math.log2(3));
    expect(quality([['a'], ['a'], ['b']], ['a'])).toBe(1);
  });

  it('counts every page that a chunk lies on, and what is not found as missing', () => {
    expect(quality([['a#1'], ['a#2', 'a#3'], ['b#1']], ['a#3'])).toBeCloseTo(1 / 2);
    expect(quality([['a'], ['b'], ['c']], ['a', 'gone'])).toBeCloseTo(1 / (1 + 1 / Math.log2(3)));
  });
});
