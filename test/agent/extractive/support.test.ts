import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceCandidates } from '../../../src/agent/extractive/sentence-candidates.js';
import { type Support, supportOf, supportThreshold } from '../../../src/agent/extractive/support.js';
import { supportFeatureNames, supportFeatures } from '../../../src/agent/extractive/support-features.js';
import type { Hit } from '../../../src/core/hit.js';
import type { IndexSearch } from '../../../src/retrieval/index-search.js';
import { SmallIndex } from '../../retrieval/small-index.js';

const small = new SmallIndex();
let index: IndexSearch;

beforeAll(async () => {
  const { search } = await small.ingest({
    'lighthouse.md':
      '# Lighthouse of Skerry\n\nThe lighthouse of Skerry was built by Robert Arrol in 1874. It is 42 metres high. Its lamp burned paraffin.\n',
    'harbour.md':
      '# Harbour\n\nThe harbour office opens at seven in the morning. Mooring costs 12 euros a night for boats up to ten metres.\n',
    'storms.md':
      '# Storms\n\nThe strongest storm of the year came in February. Waves reached nine metres that night.\n',
    'ferry.md': '# Ferry\n\nThe ferry to the mainland leaves twice a day. It carries cars, but no animals.\n',
    'terms.md':
      '# Terms\n\nSailors speak of a gybe often. A gybe needs care. A gybe is a turn with the wind from behind.\n\n' +
      '7 Turning: Gybe and Tack\n\nALL ABOUT THE GYBE\n\nWhoever calls for a gybe must be heard by all.\n',
    'tides.ipynb': JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['The tidal range is high water less low water.'] },
        {
          cell_type: 'code',
          metadata: {},
          execution_count: 1,
          outputs: [],
          source: ['tidal_range = high_water - low_water\n', 'print(f"The tidal range is {tidal_range} metres")'],
        },
      ],
    }),
    'schule.md': '# Schule\n\nDie Schule der Insel hat vierzig Kinder. Sie wurde 1921 von Anna Lindt gegründet.\n',
  });
  index = search;
});
afterAll(() => small.remove());

async function weigh(question: string, change: (hits: Hit[]) => Hit[] = (hits) => hits): Promise<Support> {
  const hits = change(await index.search(question, { k: 10 }));
  const terms = await index.questionTerms(question);
  const candidates = await sentenceCandidates(hits, { question, terms, index });
  return supportOf(hits, candidates, { question, terms, index });
}

describe('supportOf', () => {
  it.each([
    'Who built the lighthouse of Skerry?',
    'What does mooring cost a night?',
    'Wer gründete die Schule der Insel?',
  ])('finds support for "%s"', async (question) => {
    const { score } = await weigh(question);
    expect(score).toBeGreaterThan(supportThreshold);
  });

  it.each(['Who won the football championship in Brazil?', 'How is insulin produced in the pancreas?'])(
    'finds none for "%s", and says what is missing',
    async (question) => {
      const { score, missing } = await weigh(question);
      expect(score).toBeLessThan(supportThreshold);
      expect(missing.length).toBeGreaterThan(0);
    },
  );

  it('is sure where a sentence says what the question asks the meaning of', async () => {
    const question = 'What is insulin?';
    const hits = await index.search(question, { k: 10 });
    const terms = await index.questionTerms(question);
    const candidates = await sentenceCandidates(hits, { question, terms, index });
    const [first, ...others] = candidates.map((candidate) => ({ ...candidate, isDefinition: false }));
    const defined = first === undefined ? others : [{ ...first, isDefinition: true }, ...others];
    const context = { question, terms, index };
    expect((await supportOf(hits, candidates, context)).score).toBeLessThan(supportThreshold);
    expect((await supportOf(hits, defined, context)).score).toBe(0.6);
  });

  it('quotes the words of a notebook before its code', async () => {
    const question = 'What is the tidal range?';
    const hits = await index.search(question, { k: 10 });
    const terms = await index.questionTerms(question);
    const candidates = await sentenceCandidates(hits, { question, terms, index });
    const [first] = candidates.toSorted((a, b) => b.probability - a.probability);
    expect(first?.shown).toBe('The tidal range is high water less low water.');
    expect(candidates.some(({ shown }) => shown.includes('high_water'))).toBe(true);
  });

  it('quotes that sentence, and no headings', async () => {
    const question = 'What is a gybe?';
    const hits = await index.search(question, { k: 10 });
    const terms = await index.questionTerms(question);
    const candidates = await sentenceCandidates(hits, { question, terms, index });
    expect(candidates.filter(({ isDefinition }) => isDefinition).map(({ shown }) => shown)).toEqual([
      'A gybe is a turn with the wind from behind.',
    ]);
    const likeliest = candidates.toSorted((a, b) => b.probability - a.probability)[0];
    expect(likeliest?.shown).toBe('A gybe is a turn with the wind from behind.');
    expect(candidates.some(({ shown }) => /Turning:|ALL ABOUT/u.test(shown))).toBe(false);
  });

  it('falls when the document that answers is not among the hits', async () => {
    const question = 'Who built the lighthouse of Skerry?';
    const whole = await weigh(question);
    const without = await weigh(question, (hits) => hits.filter(({ chunk }) => !chunk.text.includes('Arrol')));
    expect(without.score).toBeLessThan(supportThreshold);
    expect(without.score).toBeLessThan(whole.score);
    expect(without.missing).toContain('Skerry');
  });

  it('falls when a condition of the question does not hold', async () => {
    const held = await weigh('How high is the lighthouse of Skerry?');
    const changed = await weigh('How high is the cathedral of Skerry?');
    expect(changed.score).toBeLessThan(held.score);
    expect(changed.missing).toEqual(['cathedral']);
  });

  it('is 0 without hits, and every word is missing, the rarest first', async () => {
    expect(await weigh('Who built the lighthouse?', () => [])).toEqual({ score: 0, missing: ['built', 'lighthouse'] });
  });
});

describe('supportFeatures', () => {
  it('gives a finite value for each signal, also where passages hold no sentence and searches told no parts', async () => {
    const question = 'Who built the lighthouse of Skerry?';
    const terms = await index.questionTerms(question);
    const hits = (await index.search(question, { k: 10 })).map((hit) => ({ ...hit, score: 0, parts: {} }));
    for (const some of [hits, hits.slice(0, 1), []]) {
      const row = await supportFeatures(some, [], { question, terms, index });
      expect(row).toHaveLength(supportFeatureNames.length);
      expect([...row].every((value) => Number.isFinite(value))).toBe(true);
    }
  });

  it('takes a question of nothing but marks', async () => {
    const terms = await index.questionTerms('???');
    const hits = await index.search('lighthouse', { k: 3 });
    const row = await supportFeatures(hits, [], { question: '???', terms, index });
    expect([...row].every((value) => Number.isFinite(value))).toBe(true);
  });
});
