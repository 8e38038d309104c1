import { describe, expect, it } from 'vitest';
import type { Candidate, QuestionEvidence } from '../../../src/retrieval/ranking/candidate.js';
import { candidateFeatures, featureNames } from '../../../src/retrieval/ranking/candidate-features.js';
import { candidateOf, profileOf, questionOf } from './ranking-parts.js';

const profile = profileOf([
  ['glass', 3],
  ['orchard', 2],
  ['director', 1],
]);
const question = questionOf(profile, { 'glass orchard': 2, director: 0.5 });
const film = candidateOf('film', profile, {
  ...{ terms: 'glass orchard film', contextTerms: 2, titles: ['glass orchard'], lexical: 6, dense: 0.7 },
  ...{ walk: 0.5, chain: 2, longChain: 2.5, links: { own: 1, sum: 2, joined: [1, 0.5, 0], named: 1, namedSum: 1 } },
});
const second = candidateOf('film/2', profile, { documentId: 'film', ordinal: 1, terms: 'director', lexical: 1 });
const other = candidateOf('other', profile, { terms: 'pear', names: ['director'], ordinal: 40, dense: 0.2 });

type Row = Readonly<Record<(typeof featureNames)[number], number>>;

function rowsOf(candidates: readonly Candidate[], evidence: QuestionEvidence = question): Row[] {
  return candidateFeatures(candidates, evidence).map((values) => {
    expect(values).toHaveLength(featureNames.length);
    return Object.fromEntries(featureNames.map((name, at) => [name, values[at] ?? Number.NaN])) as Row;
  });
}

const notFinite = (rows: readonly Row[]) =>
  rows.flatMap((row) => featureNames.filter((name) => !Number.isFinite(row[name])));

describe('candidateFeatures', () => {
  it('gives a row for each candidate with a value for each name', () => {
    expect(new Set(featureNames).size).toBe(featureNames.length);
    expect(rowsOf([film, second, other])).toHaveLength(3);
    expect(rowsOf([])).toEqual([]);
  });

  it('compares scores with the best ones', () => {
    const [first, next, last] = rowsOf([film, second, other]);
    expect([first?.lexicalShare, next?.lexicalShare, last?.lexicalShare]).toEqual([1, 1 / 6, 0]);
    expect([first?.lexicalRank, next?.lexicalRank, last?.lexicalRank]).toEqual([1, 1 / 2, 1 / 3]);
    expect(first?.lexicalPart).toBeCloseTo(1, 6);
    expect([first?.dense, next?.dense, last?.dense]).toEqual([0.7, 0, 0.2]);
    expect(first?.blendedGap).toBe(0);
    expect(next?.blendedGap).toBeLessThan(0);
  });

  it('gives no rank by walk and chains to what they did not reach', () => {
    const [first, next] = rowsOf([film, second, other]);
    expect(first).toMatchObject({ walk: 1, walkRank: 1, chain: 1, chainRank: 1, longChain: 1, longChainRank: 1 });
    expect(next).toMatchObject({ walk: 0, walkRank: 0, chain: 0, chainRank: 0, longChain: 0, longChainRank: 0 });
  });

  it('says what a candidate covers beyond the best one', () => {
    const [first, next, last] = rowsOf([film, second, other]);
    expect(first).toMatchObject({ gain: 0, partsGain: 0, linkedGain: 0 });
    expect(next?.gain).toBeCloseTo(1 / 1.5 / 6, 6);
    expect(last?.gain).toBe(0);
    expect(next?.remainder).toBeGreaterThan(last?.remainder ?? 1);
  });

  it('reads names of the question in titles and texts', () => {
    const [first, next, last] = rowsOf([film, second, other]);
    expect(first).toMatchObject({ titleNamed: 1, titleRarity: 2, titleRest: 0 });
    expect(first?.titleCovered).toBeCloseTo(5 / 6, 6);
    expect(first?.namesShared).toBeCloseTo(2 / 2.5, 6);
    expect(next).toMatchObject({ titleNamed: 0, titleRarity: 0, namesShared: 0 });
    expect(last?.namesShared).toBeCloseTo(0.5 / 2.5, 6);
  });

  it('looks at the other candidates of the same document', () => {
    const [first, next, last] = rowsOf([film, second, other]);
    expect([first?.documentOthers, next?.documentOthers, last?.documentOthers]).toEqual([1, 1, 0]);
    expect(next?.documentBest).toBe(first?.blended);
    expect(next?.neighbourBest).toBe(first?.blended);
    expect(last).toMatchObject({ documentBest: -3, neighbourBest: -3, ordinal: 10 });
  });

  it('tells of the whole question in every row', () => {
    const rows = rowsOf([film, second, other]);
    const signals = ['uncovered', 'softUncovered', 'partsUncovered', 'questionNames', 'topGap', 'topDense'] as const;
    for (const name of signals) expect(new Set(rows.map((row) => row[name])).size).toBe(1);
    expect(rows[0]).toMatchObject({ questionNames: 2, questionTerms: 3, topDense: 0.7, walkAgrees: 1 });
  });

  it('does not depend on the order of the candidates', () => {
    const rows = new Map(['film', 'film/2', 'other'].map((id, at) => [id, rowsOf([film, second, other])[at]]));
    const turned = rowsOf([other, second, film]);
    for (const [at, id] of ['other', 'film/2', 'film'].entries()) {
      const expected = Object.entries(rows.get(id) ?? {}).map(([name, value]) => [name, expect.closeTo(value, 9)]);
      expect(turned[at]).toEqual(Object.fromEntries(expected));
    }
  });

  it('is finite for one candidate', () => {
    expect(notFinite(rowsOf([film]))).toEqual([]);
    expect(notFinite(rowsOf([candidateOf('bare', profile)]))).toEqual([]);
  });

  it('is finite for empty texts and where all candidates are alike', () => {
    const empty = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => candidateOf(id, profile));
    expect(notFinite(rowsOf(empty))).toEqual([]);
    const alike = ['a', 'b', 'c'].map((id) => ({ ...film, id }));
    expect(notFinite(rowsOf(alike))).toEqual([]);
  });

  it('is finite without names in the question', () => {
    const rows = rowsOf([film, other], questionOf(profile));
    expect(notFinite(rows)).toEqual([]);
    expect(rows[0]).toMatchObject({ titleNamed: 0, namesShared: 0, questionNames: 0 });
  });

  it('is finite for a question of terms that no chunk has, and for one without any', () => {
    for (const weighted of [[['nowhere', 0] as const], []]) {
      const bare = profileOf(weighted);
      const candidates = ['a', 'b'].map((id) => candidateOf(id, bare, { terms: 'pear apple', dense: 0.3 }));
      expect(notFinite(rowsOf(candidates, questionOf(bare)))).toEqual([]);
    }
  });
});
