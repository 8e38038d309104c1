import { describe, expect, it } from 'vitest';
import { termProximity } from '../../../src/retrieval/ranking/term-proximity.js';
import { hashes, profileOf } from './ranking-parts.js';

const question = profileOf([
  ['glass', 3],
  ['orchard', 2],
  ['director', 1],
]);
/** A passage with so many other words between. */
const apart = (first: string, distance: number, second: string) =>
  hashes([first, ...Array.from({ length: distance - 1 }, (_, at) => `word${at}`), second].join(' '));
const near = (passage: Int32Array) => termProximity(passage, question);

describe('termProximity', () => {
  it('gives everything where the terms follow each other as in the question', () => {
    const { ordered, near: nearby, window } = near(hashes('the glass orchard director sings'));
    expect([ordered, nearby, window]).toEqual([1, 1, 1].map((value) => expect.closeTo(value, 6)));
  });

  it('weighs a pair by the rarer of what both weigh', () => {
    // Pairs: glass orchard weighs 2, orchard director 1.
    expect(near(hashes('glass orchard')).ordered).toBeCloseTo(2 / 3, 6);
    expect(near(hashes('orchard director')).ordered).toBeCloseTo(1 / 3, 6);
  });

  it('counts a pair as ordered with one word between, not with two', () => {
    expect(near(apart('glass', 2, 'orchard')).ordered).toBeGreaterThan(0);
    expect(near(apart('glass', 3, 'orchard')).ordered).toBe(0);
  });

  it('counts a pair as near up to eight words apart, in any order', () => {
    expect(near(apart('orchard', 8, 'glass')).near).toBeCloseTo(2 / 3, 6);
    expect(near(apart('orchard', 8, 'glass')).ordered).toBe(0);
    expect(near(apart('orchard', 9, 'glass')).near).toBe(0);
  });

  it('looks for the window that holds the heaviest terms, each counted once', () => {
    expect(near(apart('glass', 30, 'orchard')).window).toBeCloseTo(5 / 6, 6);
    expect(near(apart('glass', 31, 'orchard')).window).toBeCloseTo(3 / 6, 6);
    expect(near(hashes('director director director')).window).toBeCloseTo(1 / 6, 6);
  });

  it('takes a word that the question repeats for a pair only where the passage repeats it', () => {
    const doubled = profileOf([
      ['new', 2],
      ['new', 2],
    ]);
    expect(termProximity(hashes('new york'), doubled).near).toBe(0);
    expect(termProximity(hashes('new new'), doubled).ordered).toBeCloseTo(1, 6);
  });

  it('gives nothing for an empty passage, and no pairs for one term', () => {
    expect(near(new Int32Array(0))).toEqual({ ordered: 0, near: 0, window: 0 });
    const single = termProximity(hashes('glass glass'), profileOf([['glass', 3]]));
    expect(single).toEqual({ ordered: 0, near: 0, window: expect.closeTo(1, 6) });
  });

  it('gives finite values for a question without any term that the index knows', () => {
    expect(termProximity(hashes('glass'), profileOf([['glass', 0]]))).toEqual({ ordered: 0, near: 0, window: 0 });
    expect(termProximity(hashes('glass'), profileOf([]))).toEqual({ ordered: 0, near: 0, window: 0 });
  });
});
