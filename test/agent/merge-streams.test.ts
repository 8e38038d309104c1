import { describe, expect, it } from 'vitest';
import { mergeStreams } from '../../src/agent/merge-streams.js';
import { deferred } from '../fakes/deferred.js';

const { signal } = new AbortController();

async function* items(...values: readonly string[]) {
  for (const value of values) yield value;
}

async function collected(merged: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const item of merged) all.push(item);
  return all;
}

describe('mergeStreams', () => {
  it('gives the items of all streams, each in its own order', async () => {
    const all = await collected(mergeStreams([() => items('a1', 'a2'), () => items('b1')], { limit: 2, signal }));
    expect([...all].sort()).toEqual(['a1', 'a2', 'b1']);
    expect(all.indexOf('a1')).toBeLessThan(all.indexOf('a2'));
  });

  it('runs no more streams at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const stream = async function* () {
      running += 1;
      most = Math.max(most, running);
      yield 'x';
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    expect(await collected(mergeStreams([stream, stream, stream, stream], { limit: 2, signal }))).toHaveLength(4);
    expect(most).toBe(2);
  });

  it('stops the others where one fails', async () => {
    const stopped = deferred<void>();
    const waiting = async function* (own: AbortSignal) {
      yield 'started';
      await new Promise<void>((resolve) => own.addEventListener('abort', () => resolve()));
      stopped.resolve();
    };
    const failing = async function* () {
      yield 'fine';
      throw new Error('broken');
    };
    await expect(collected(mergeStreams([waiting, failing], { limit: 2, signal }))).rejects.toThrow('broken');
    await stopped.promise;
  });

  it('closes the streams of a reader who leaves', async () => {
    let isClosed = false;
    const endless = async function* () {
      try {
        for (;;) yield 'more';
      } finally {
        isClosed = true;
      }
    };
    for await (const item of mergeStreams([endless], { limit: 1, signal })) if (item === 'more') break;
    expect(isClosed).toBe(true);
  });
});
