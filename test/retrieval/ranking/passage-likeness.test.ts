import { describe, expect, it } from 'vitest';
import { passageLikeness } from '../../../src/retrieval/ranking/passage-likeness.js';
import { hashes } from './ranking-parts.js';

const passages = (...texts: readonly string[]) => texts.map((text) => ({ terms: hashes(text) }));
const rounded = (rows: readonly Float64Array[]) => rows.map((row) => [...row].map((value) => Number(value.toFixed(4))));

describe('passageLikeness', () => {
  it('gives the cosine of logarithms of counts times rarity, and 0 for a passage with itself', () => {
    // Of three passages "wing" is in two, ln(4/2); the others in one, ln 4. "wing" comes twice in the first, ln 3.
    const [wing, twice, rare] = [Math.log(2) * Math.log(2), Math.log(3) * Math.log(2), Math.log(2) * Math.log(4)];
    const cosine = (twice * wing) / (Math.hypot(twice, rare) * Math.hypot(wing, rare));
    const likeness = passageLikeness(passages('wing wing flow', 'wing heat', 'pear'), []);
    const expected = Number(cosine.toFixed(4));
    expect(rounded(likeness)).toEqual([
      [0, expected, 0],
      [expected, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('leaves the terms of the question out, however often they come', () => {
    const texts = passages('lift wing lift', 'lift heat', 'lift lift lift');
    expect(rounded(passageLikeness(texts, [...hashes('lift')])).flat()).toEqual(Array(9).fill(0));
    expect(passageLikeness(texts, [])[0]?.[1]).toBeGreaterThan(0);
  });

  it('gives 1 to passages of the same words in another order', () => {
    expect(passageLikeness(passages('heat wing', 'wing heat', 'pear'), [])[0]?.[1]).toBeCloseTo(1, 6);
  });

  it('finds nothing alike in empty passages, one passage or none', () => {
    expect(rounded(passageLikeness(passages('', ''), []))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(rounded(passageLikeness(passages('wing'), []))).toEqual([[0]]);
    expect(passageLikeness([], [])).toEqual([]);
  });
});
