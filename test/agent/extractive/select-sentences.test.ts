import { describe, expect, it } from 'vitest';
import { selectSentences } from '../../../src/agent/extractive/select-sentences.js';
import type { SentenceCandidate } from '../../../src/agent/extractive/sentence-candidates.js';
import { QuestionTerms } from '../../../src/retrieval/question-terms.js';
import type { IndexReader } from '../../../src/store/index-store.js';

const reader = { termFrequencies: async () => ({ counts: new Map(), total: 10 }) } as unknown as IndexReader;
const terms = await QuestionTerms.of('Where was the director of The Glass Orchard born?', reader);

interface Wanted {
  readonly document: string;
  readonly probability: number;
  readonly start?: number;
  readonly names?: readonly string[];
  readonly isTitleAsked?: boolean;
  readonly vector?: readonly number[];
}

function candidate(shown: string, wanted: Wanted): SentenceCandidate {
  const { document, start = 0, names = [], isTitleAsked = false, vector = [] } = wanted;
  const own = terms.termsIn(shown);
  return {
    hit: { chunk: { id: `chunk-${document}`, documentId: document } } as SentenceCandidate['hit'],
    sentence: { start, end: start + shown.length, text: shown },
    shown,
    terms: own,
    termsWithTitle: own,
    coverage: terms.coverage(own),
    vector: Float32Array.from(vector),
    score: 0,
    probability: wanted.probability,
    isDefinition: false,
    isTitleAsked,
    names,
  };
}

const shownOf = (chosen: readonly SentenceCandidate[]) => chosen.map(({ shown }) => shown);

describe('selectSentences', () => {
  it('gives one sentence where no other is likely to hold the answer', () => {
    const sure = candidate('Ilse Marenko was born in Trondheim.', { document: 'a', probability: 0.9 });
    const others = ['One.', 'Two.'].map((text) => candidate(text, { document: 'b', probability: 0.001 }));
    expect(selectSentences([...others, sure], terms)).toEqual([sure]);
  });

  it('asks a longer sentence to be likelier', () => {
    const sure = candidate('Sure.', { document: 'a', probability: 0.9 });
    const brief = candidate('It was brief.', { document: 'b', probability: 0.015 });
    const long = candidate(`It was ${'very '.repeat(40)}long.`, { document: 'c', probability: 0.015 });
    expect(selectSentences([sure, brief, long], terms)).toEqual([sure, brief]);
  });

  it('stays within 600 characters, and takes what still fits', () => {
    const texts = [500, 200, 60].map((length, at) => `${at}${'x'.repeat(length - 1)}`);
    const candidates = texts.map((text, at) => candidate(text, { document: `${at}`, probability: 0.5 - at / 10 }));
    expect(shownOf(selectSentences(candidates, terms))).toEqual([texts[0], texts[2]]);
  });

  it('gives the best sentence however long it is', () => {
    const long = candidate('x'.repeat(900), { document: 'a', probability: 0.01 });
    expect(selectSentences([long], terms)).toEqual([long]);
    expect(selectSentences([], terms)).toEqual([]);
  });

  it('puts the sentence that leads to the answer before it, unlikely as it is to hold it', () => {
    const answer = candidate('Ilse Marenko was born in Trondheim.', { document: 'ilse', probability: 0.8 });
    const bridge = candidate('The director of The Glass Orchard was Ilse Marenko.', {
      document: 'film',
      probability: 0.002,
      names: ['ilse'],
      isTitleAsked: true,
    });
    const stray = candidate('Ilse Marenko came too.', { document: 'party', probability: 0.002, names: ['ilse'] });
    expect(selectSentences([stray, answer, bridge], terms)).toEqual([bridge, answer]);
  });

  it('leads nowhere from a document that the question names itself', () => {
    const answer = candidate('It was shot in Lisbon.', { document: 'film', probability: 0.8, isTitleAsked: true });
    const other = candidate('The director of The Glass Orchard was born.', {
      document: 'other',
      probability: 0.002,
      names: ['film'],
    });
    expect(selectSentences([other, answer], terms)).toEqual([answer]);
  });

  it('keeps the order of a passage', () => {
    const later = candidate('Later.', { document: 'a', probability: 0.5, start: 40 });
    const earlier = candidate('Earlier.', { document: 'a', probability: 0.3, start: 3 });
    expect(selectSentences([later, earlier], terms)).toEqual([earlier, later]);
  });

  it('says nothing twice', () => {
    const first = candidate('The same.', { document: 'a', probability: 0.5, vector: [1, 0] });
    const again = candidate('The same.', { document: 'b', probability: 0.4, vector: [0, 1] });
    const alike = candidate('Nearly the same.', { document: 'c', probability: 0.3, vector: [0.999, 0.045] });
    expect(selectSentences([first, again, alike], terms)).toEqual([first]);
  });
});
