import { expect, it } from 'vitest';
import { loadOnce } from '../../src/core/load-once.js';

it('loads at the first call, once for all who ask', async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    return { number: loads };
  });
  expect(loads).toBe(0);
  const [first, second] = await Promise.all([load(), load()]);
  expect(first).toBe(second);
  expect(await load()).toBe(first);
  expect(loads).toBe(1);
});

it('tries anew after a failure', async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error('Not yet.');
    return loads;
  });
  await expect(load()).rejects.toThrow('Not yet.');
  expect(await load()).toBe(2);
});
