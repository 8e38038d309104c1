import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../src/web/search/rate-limiter.js';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.js';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Moves the clock from one thing that waits to the next until the time is over. */
async function runFor(clock: ManualClock, time: number): Promise<void> {
  const end = clock.now() + time;
  await settled();
  while (clock.now() < end) {
    clock.advance(Math.min(...clock.pending(), end - clock.now()));
    await settled();
  }
}

/** Until nothing waits any more. */
async function runAll(clock: ManualClock): Promise<void> {
  await settled();
  while (clock.pending().length > 0) await runFor(clock, Math.max(1, ...clock.pending()));
}

describe('the rate limiter', () => {
  it('never starts two requests to a host within a second, whatever comes when and whoever leaves', async () => {
    const arrival = fc.record({
      host: fc.constantFrom('a', 'b'),
      afterMs: fc.integer({ min: 0, max: 1500 }),
      leavesAfterMs: fc.option(fc.integer({ min: 0, max: 2500 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 12 }), async (arrivals) => {
        const clock = manualClock();
        const limiter = createRateLimiter(clock);
        const started: { host: string; number: number; at: number }[] = [];
        let left = 0;
        for (const [number, { host, afterMs, leavesAfterMs }] of arrivals.entries()) {
          await runFor(clock, afterMs);
          const stop = new AbortController();
          limiter.turn(host, stop.signal).then(
            () => started.push({ host, number, at: clock.now() }),
            () => {
              left += 1;
            },
          );
          if (leavesAfterMs !== undefined) clock.schedule(() => stop.abort(), leavesAfterMs);
        }
        await runAll(clock);
        expect(started.length + left).toBe(arrivals.length);
        for (const host of ['a', 'b']) {
          const ofHost = started.filter((each) => each.host === host);
          expect(ofHost.map(({ number }) => number)).toEqual(ofHost.map(({ number }) => number).sort((a, b) => a - b));
          for (const [index, { at }] of ofHost.entries()) {
            if (index > 0) expect(at - (ofHost[index - 1]?.at ?? at)).toBeGreaterThanOrEqual(1000);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets the first request to each host start at once, and the next ones in order', async () => {
    const clock = manualClock();
    const limiter = createRateLimiter(clock);
    const started: string[] = [];
    const start = (host: string, name: string) =>
      limiter.turn(host, never).then(() => started.push(`${name} ${clock.now()}`));
    const all = [start('a', 'a1'), start('a', 'a2'), start('b', 'b1'), start('a', 'a3')];
    await runAll(clock);
    await Promise.all(all);
    expect(started).toEqual(['a1 0', 'b1 0', 'a2 1000', 'a3 2000']);
  });

  it('lets nobody pass those who wait, not even at the moment when a turn comes up', async () => {
    const clock = manualClock();
    const limiter = createRateLimiter(clock);
    const started: string[] = [];
    await limiter.turn('a', never);
    const waiting = limiter.turn('a', never).then(() => started.push('waiting'));
    await settled();
    clock.advance(1000);
    const newcomer = limiter.turn('a', never).then(() => started.push('newcomer'));
    await runAll(clock);
    await Promise.all([waiting, newcomer]);
    expect(started).toEqual(['waiting', 'newcomer']);
  });

  it('gives the turn of one that leaves to the next', async () => {
    const clock = manualClock();
    const limiter = createRateLimiter(clock);
    const stop = new AbortController();
    await limiter.turn('a', never);
    const leaving = limiter.turn('a', stop.signal);
    const queued = limiter.turn('a', stop.signal);
    const next = limiter.turn('a', never);
    await settled();
    stop.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' });
    await expect(queued).rejects.toMatchObject({ code: 'aborted' });
    await runAll(clock);
    await next;
    expect(clock.now()).toBe(1000);
  });

  it('waits on where a timer fires early, and no longer than a second where the clock is set back', async () => {
    let now = 10_000;
    const waits: number[] = [];
    const limiter = createRateLimiter({
      now: () => now,
      schedule(action, delayMs) {
        waits.push(delayMs);
        now += Math.max(1, delayMs - 2);
        queueMicrotask(action);
        return () => undefined;
      },
    });
    await limiter.turn('a', never);
    await limiter.turn('a', never);
    expect(now).toBeGreaterThanOrEqual(11_000);
    expect(waits[0]).toBe(1000);
    expect(waits.length).toBeGreaterThan(1);
    now = 50;
    await limiter.turn('a', never);
    expect(now).toBeLessThan(1100);
  });
});
