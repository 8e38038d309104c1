import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherSentences } from '../../../src/agent/extractive/gather-sentences.js';
import { selectSentences } from '../../../src/agent/extractive/select-sentences.js';
import { sentenceCandidates } from '../../../src/agent/extractive/sentence-candidates.js';
import { sentenceFeatureNames, sentenceFeatures } from '../../../src/agent/extractive/sentence-features.js';
import type { IndexSearch } from '../../../src/retrieval/index-search.js';
import { filmDocuments, twoHopQuestion } from '../../retrieval/film-documents.js';
import { SmallIndex } from '../../retrieval/small-index.js';

const small = new SmallIndex();
let index: IndexSearch;

beforeAll(async () => {
  index = (await small.ingest(filmDocuments)).search;
});
afterAll(() => small.remove());

async function gather(question: string) {
  const hits = await index.search(question, { k: 10 });
  return { hits, context: { question, terms: await index.questionTerms(question), index } };
}

async function answer(question: string): Promise<string> {
  const { hits, context } = await gather(question);
  const chosen = selectSentences(await sentenceCandidates(hits, context), context.terms);
  return chosen.map(({ shown }) => shown).join(' ');
}

describe('sentenceCandidates', () => {
  it('gives exact spans of their chunks, each with a probability', async () => {
    const { hits, context } = await gather(twoHopQuestion);
    const candidates = await sentenceCandidates(hits, context);
    expect(candidates.length).toBeGreaterThan(10);
    for (const { hit, sentence, probability } of candidates) {
      expect(hit.chunk.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });

  it('knows which sentence leads to which document, and whose title is asked for', async () => {
    const { hits, context } = await gather(twoHopQuestion);
    const candidates = await sentenceCandidates(hits, context);
    const bridge = candidates.find(({ shown }) => shown.includes('directed by Ilse Marenko'));
    const target = candidates.find(({ hit }) => hit.chunk.document.title === 'Ilse Marenko');
    expect(bridge).toMatchObject({ isTitleAsked: true, names: [target?.hit.chunk.documentId] });
    expect(target).toMatchObject({ isTitleAsked: false });
  });

  it('gives none without hits', async () => {
    const { context } = await gather(twoHopQuestion);
    expect(await sentenceCandidates([], context)).toEqual([]);
  });

  it('orders passages by their place in the list, not by scores of different searches', async () => {
    const { hits, context } = await gather(twoHopQuestion);
    const mixed = hits.map((hit, place) => (place === 3 ? { ...hit, score: 1000, rank: 1 } : hit));
    const rows = sentenceFeatures(await gatherSentences(mixed, context));
    const share = rows.map((row) => row[sentenceFeatureNames.indexOf('passageShare')] ?? 0);
    const rank = rows.map((row) => row[sentenceFeatureNames.indexOf('passageRank')] ?? 0);
    expect(rank).toEqual([...rank].sort((a, b) => a - b));
    expect(share).toEqual([...share].sort((a, b) => b - a));
    expect(Math.max(...share)).toBe(1);
  });

  it('computes finite features only, as many as it names', async () => {
    const { hits, context } = await gather('？');
    const rows = sentenceFeatures(await gatherSentences(hits.length > 0 ? hits : (await gather('film')).hits, context));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toHaveLength(sentenceFeatureNames.length);
      expect(row.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('an extracted answer', () => {
  it('walks from the document that is asked about to the one that answers', async () => {
    const text = await answer(twoHopQuestion);
    expect(text).toContain('Trondheim');
    expect(text.indexOf('directed by Ilse Marenko')).toBeGreaterThanOrEqual(0);
    expect(text.indexOf('directed by Ilse Marenko')).toBeLessThan(text.indexOf('Trondheim'));
  });

  it('holds both sides of a comparison', async () => {
    const text = await answer('Which film is older, The Silent Ferry or The Brass Garden?');
    expect(text).toContain('1991');
    expect(text).toContain('1968');
  });

  it('stays within 600 characters', async () => {
    for (const question of [twoHopQuestion, 'Who was born in Osaka?', 'film director']) {
      expect((await answer(question)).length).toBeLessThanOrEqual(600);
    }
  });
});
