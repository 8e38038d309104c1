import { describe, expect, it } from 'vitest';
import { isHub, mentionWeight, nameRarity } from '../../../src/retrieval/mention-graph/graph-weights.js';

const entry = (mentions: number) => ({
  mentions: new Int32Array(mentions),
  counts: new Int32Array(mentions).fill(1),
  targets: new Int32Array(0),
});

describe('weights of the graph', () => {
  it('make a rare name weigh more than a common one, and every name something', () => {
    const rarities = [0, 1, 10, 1_000].map((mentions) => nameRarity(entry(mentions), 1_000));
    expect(rarities).toEqual([...rarities].sort((a, b) => b - a));
    expect(new Set(rarities).size).toBe(4);
    for (const rarity of rarities) expect(rarity).toBeGreaterThan(0);
  });

  it('call a name a hub above 60 chunks, in a large index above 2 % of them', () => {
    expect(isHub(entry(60), 100)).toBe(false);
    expect(isHub(entry(61), 100)).toBe(true);
    expect(isHub(entry(100), 5_000)).toBe(false);
    expect(isHub(entry(101), 5_000)).toBe(true);
  });

  it('count what comes often more, but not in proportion', () => {
    expect(mentionWeight(1)).toBe(1);
    expect(mentionWeight(4)).toBeGreaterThan(mentionWeight(2));
    expect(mentionWeight(4)).toBeLessThan(2 * mentionWeight(2));
  });
});
