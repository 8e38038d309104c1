import { describe, expect, it } from 'vitest';
import { settleAll } from '../../src/core/settle-all.js';
import { deferred } from '../fakes/deferred.js';

describe('settleAll', () => {
  it('gives the values in order', async () => {
    const slow = deferred<string>();
    const all = settleAll([slow.promise, Promise.resolve(2)]);
    slow.resolve('one');
    expect(await all).toEqual(['one', 2]);
    expect(await settleAll([])).toEqual([]);
  });

  it('waits for all of them, then throws the first failure in order', async () => {
    const [slow, failing] = [deferred<void>(), deferred<void>()];
    let isSettled = false;
    const late = failing.promise.then(() => Promise.reject(new Error('first in order')));
    const all = settleAll([slow.promise, late, Promise.reject(new Error('first in time'))]);
    const outcome = all
      .catch((error: Error) => error.message)
      .finally(() => {
        isSettled = true;
      });
    failing.resolve();
    await new Promise(setImmediate);
    expect(isSettled).toBe(false);
    slow.resolve();
    expect(await outcome).toBe('first in order');
  });
});
