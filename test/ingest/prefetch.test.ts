import { describe, expect, it } from 'vitest';
import { prefetch } from '../../ingest/prefetch.js';

describe('prefetch', () => {
  it('gives results in the order of the items and never runs more than it may', async () => {
    let running = 0;
    let most = 0;
    const releases: (() => void)[] = [];
    const work = (item: number) => {
      running += 1;
      most = Math.max(most, running);
      return new Promise<number>((resolve) => {
        releases.push(() => {
          running -= 1;
          resolve(item * 10);
        });
        // The newest finishes first: order must not depend on it.
        if (releases.length >= 3 || item >= 8) for (const release of releases.splice(0).reverse()) release();
      });
    };
    const results: number[] = [];
    for await (const result of prefetch([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, work)) results.push(result);
    expect(results).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('throws a failure when its turn comes', async () => {
    const work = async (item: number) => {
      if (item === 2) throw new Error('second');
      return item;
    };
    const results: number[] = [];
    const run = async () => {
      for await (const result of prefetch([1, 2, 3], 3, work)) results.push(result);
    };
    await expect(run()).rejects.toThrow('second');
    expect(results).toEqual([1]);
  });
});
