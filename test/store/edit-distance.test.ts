import { expect, it } from 'vitest';
import { editDistance } from '../../src/store/edit-distance.js';

it.each([
  ['zeria', 'zeira', 1],
  ['kelven', 'kalven', 1],
  ['parliment', 'parliament', 1],
  ['canonball', 'cannonball', 1],
  ['campaigh', 'campaign', 1],
  ['methyltrasnferase', 'methyltransferase', 1],
  ['same', 'same', 0],
  ['', 'ab', 2],
  ['ca', 'abc', 3],
])('counts letters that are missing, wrong, too many or swapped: %s, %s', (left, right, edits) => {
  expect(editDistance(left, right, 5)).toBe(edits);
  expect(editDistance(right, left, 5)).toBe(edits);
});

it('stops counting where there are more than asked for', () => {
  expect(editDistance('harbour', 'mountain', 2)).toBe(3);
  expect(editDistance('a', 'abcdef', 2)).toBe(3);
});
