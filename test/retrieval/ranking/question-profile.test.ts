import { describe, expect, it } from 'vitest';
import { questionProfile } from '../../../src/retrieval/ranking/question-profile.js';
import { termHash } from '../../../src/store/term-hash.js';
import { letterVectors } from './ranking-parts.js';

/** An index of 100 chunks with these frequencies. */
const indexWith = (frequencies: Readonly<Record<string, number>>) => ({
  termFrequencies: async (terms: readonly string[]) => ({
    counts: new Map(terms.map((term) => [term, frequencies[term] ?? 0])),
    total: 100,
  }),
});
const characterVectors = {
  ...letterVectors,
  encode: (text: string) => [...text].map((each) => each.codePointAt(0) ?? 0),
};
const idf = (count: number) => Math.log(1 + (100 - count + 0.5) / (count + 0.5));

describe('questionProfile', () => {
  it('weighs terms by their rarity, and ones that no chunk has with nothing', async () => {
    const index = indexWith({ film: 40, orchard: 2 });
    const profile = await questionProfile('Which film is the Orchard of Xyzzy?', index, letterVectors);
    expect(profile.terms).toEqual(['film', 'orchard', 'xyzzi'].map(termHash));
    expect(profile.weights).toEqual([idf(40), idf(2), 0]);
    expect(profile.totalWeight).toBeCloseTo(idf(40) + idf(2), 6);
    expect(profile.chunkCount).toBe(100);
  });

  it('keeps repetitions in the sequence, and each term once', async () => {
    const profile = await questionProfile('new york, new film', indexWith({ new: 5, york: 5, film: 5 }), letterVectors);
    expect(profile.sequence).toEqual([0, 1, 0, 2]);
    expect(profile.terms).toHaveLength(3);
    expect(['new', 'york', 'film', 'old'].map((term) => profile.positions.of(termHash(term)))).toEqual([0, 1, 2, -1]);
  });

  it("shares a word's weight among its tokens and leaves out words that are not searched for", async () => {
    const profile = await questionProfile('the ab, xyz', indexWith({ ab: 10 }), letterVectors);
    expect(profile.tokens).toEqual([0, 1]);
    expect(profile.tokenWeights).toEqual([0.5, 0.5]);
  });

  it('gives token weights that sum to 1', async () => {
    const { tokenWeights } = await questionProfile('film orchard', indexWith({ film: 40, orchard: 2 }), letterVectors);
    expect(tokenWeights).toHaveLength('filmorchard'.length);
    expect(tokenWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(tokenWeights.at(-1)).toBeGreaterThan(tokenWeights[0] ?? 1);
  });

  it('takes all tokens alike where no word is searched for or known', async () => {
    for (const question of ['who is it', 'xyzzy']) {
      const { tokens, tokenWeights } = await questionProfile(question, indexWith({}), letterVectors);
      expect(tokens).toEqual(letterVectors.encode(question));
      expect(tokenWeights).toEqual(tokens.map(() => 1 / tokens.length));
    }
  });

  it('spreads the weight of Chinese pairs evenly over their characters', async () => {
    const index = indexWith({ 全文: 10, 文検: 0, 検索: 3 });
    const profile = await questionProfile('全文検索', index, characterVectors);
    expect(profile.tokens).toEqual(characterVectors.encode('全文検索'));
    expect(new Set(profile.tokenWeights)).toEqual(new Set([0.25]));
    expect(profile.terms).toEqual(['全文', '文検', '検索'].map(termHash));
  });

  it('cuts long questions', async () => {
    const question = 'orchard '.repeat(500);
    const { tokens, tokenWeights } = await questionProfile(question, indexWith({ orchard: 1 }), letterVectors);
    expect(tokens).toHaveLength(64);
    expect(tokenWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('knows a question of punctuation to hold nothing', async () => {
    const profile = await questionProfile('?!', indexWith({}), letterVectors);
    expect(profile).toMatchObject({ terms: [], tokens: [], tokenWeights: [], sequence: [] });
    expect(profile.totalWeight).toBeGreaterThan(0);
  });
});
