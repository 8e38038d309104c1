import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRun, measuresAt } from '../../src/evaluation/evaluate-run.js';
import { type ScoredDocument, trecOrder, withFallingScores } from '../../src/evaluation/run.js';

describe('evaluateRun', () => {
  it('counts a query that is missing from the run, and leaves out one that nobody judged', () => {
    const judgements = new Map([
      ['found', new Map([['a', 1]])],
      ['missing', new Map([['b', 1]])],
    ]);
    const run = new Map([
      ['found', [{ id: 'a', score: 1 }]],
      ['unjudged', [{ id: 'a', score: 1 }]],
    ]);
    const { means, byQuery } = evaluateRun(run, judgements, measuresAt(10));
    expect(means).toMatchObject({ 'ndcg@10': 0.5, 'recall@5': 0.5, 'full-recall@5': 0.5, map: 0.5, 'p@10': 0.05 });
    expect([...byQuery.keys()]).toEqual(['found', 'missing']);
  });

  it('sorts by score and breaks ties as trec_eval does, the last id first', () => {
    const tied = ['a', 'c', 'b'].map((id) => ({ id, score: 1 }));
    expect(trecOrder([{ id: 'low', score: 0.5 }, ...tied])).toEqual(['c', 'b', 'a', 'low']);
    // Equal once they are 32-bit floats.
    const close = { id: 'z', score: 1 + 1e-12 };
    expect(trecOrder([{ id: 'zz', score: 1 }, close])).toEqual(['zz', 'z']);
    // In UTF-8, U+FF5E comes before U+1F600; in UTF-16 it does not.
    expect(trecOrder(['\u{ff5e}', '\u{1f600}'].map((id) => ({ id, score: 1 })))).toEqual(['\u{1f600}', '\u{ff5e}']);
  });

  it('agrees with a second implementation, written line by line from the definitions, on random runs', () => {
    const ids = fc.constantFrom(...'abcdefghijklmnop');
    const runs = fc.uniqueArray(fc.record({ id: ids, score: fc.integer({ min: -3, max: 3 }) }), {
      selector: ({ id }) => id,
    });
    const judged = fc.uniqueArray(fc.tuple(ids, fc.integer({ min: -1, max: 3 })), {
      selector: ([id]) => id,
      minLength: 1,
    });
    fc.assert(
      fc.property(runs, judged, fc.integer({ min: 1, max: 12 }), (documents, pairs, k) => {
        const judgements = new Map([['q', new Map(pairs)]]);
        const { means } = evaluateRun(new Map([['q', documents]]), judgements, measuresAt(k));
        const expected = naive(documents, Object.fromEntries(pairs), k);
        for (const [name, value] of Object.entries(expected)) expect(means[name], name).toBeCloseTo(value, 10);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

/** One loop over the ranks, the ideal ranking by repeated selection; shares nothing with the code under test. */
function naive(documents: readonly ScoredDocument[], judged: Readonly<Record<string, number>>, k: number) {
  const order = [...documents];
  order.sort((x, y) => (x.score !== y.score ? y.score - x.score : x.id < y.id ? 1 : -1));
  const levels = Object.values(judged).filter((level) => level > 0);
  const total = levels.length;
  const result = { dcg: 0, ideal: 0, inFive: 0, inK: 0, mrr: 0, precisions: 0, seen: 0 };
  for (let rank = 1; rank <= order.length; rank++) {
    const level = judged[order[rank - 1]?.id ?? ''] ?? 0;
    if (level < 1) continue;
    result.seen += 1;
    result.precisions += result.seen / rank;
    if (rank <= 5) result.inFive += 1;
    if (rank > k) continue;
    result.inK += 1;
    result.dcg += (level * Math.LN2) / Math.log(rank + 1);
    if (result.mrr === 0) result.mrr = 1 / rank;
  }
  for (let rank = 1; rank <= k && levels.length > 0; rank++) {
    const [best = 0] = levels.splice(levels.indexOf(Math.max(...levels)), 1);
    result.ideal += (best * Math.LN2) / Math.log(rank + 1);
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    [`ndcg@${k}`]: share(result.dcg, result.ideal),
    [`recall@${k}`]: share(result.inK, total),
    'recall@5': share(result.inFive, total),
    'full-recall@5': total > 0 && result.inFive === total ? 1 : 0,
    [`mrr@${k}`]: result.mrr,
    map: share(result.precisions, total),
    'p@5': result.inFive / 5,
    [`p@${k}`]: result.inK / k,
  };
}

describe('withFallingScores', () => {
  it('makes scores that keep the order of any ranking in 32-bit precision', () => {
    const scores = fc.array(fc.constantFrom(3, 1, 1 + 1e-12, 0.1, 1e-45, 0, -0, -1e-45, -0.1, -7), { maxLength: 30 });
    fc.assert(
      fc.property(scores, (values) => {
        const ranking = values.map((score, index) => ({ id: `d${index}`, score }));
        const fallen = withFallingScores(ranking);
        expect(trecOrder(fallen)).toEqual(ranking.map(({ id }) => id));
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('leaves scores that fall already as they are', () => {
    const ranking = [4, 2.5, -1].map((score, index) => ({ id: `d${index}`, score }));
    expect(withFallingScores(ranking)).toEqual(ranking);
  });
});
