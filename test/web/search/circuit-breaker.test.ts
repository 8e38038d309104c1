import { describe, expect, it } from 'vitest';
import { createCircuitBreaker, type Leave } from '../../../src/web/search/circuit-breaker.js';
import { type FailureState, ProviderFailure } from '../../../src/web/search/provider-failure.js';
import { manualClock } from '../../fakes/manual-clock.js';

const minute = 60_000;
const failure = (state: FailureState = 'failed', retryAt?: number) =>
  new ProviderFailure('searxng', state, 'a reason', { retryAt });

function setUp(random = 0) {
  const clock = manualClock();
  const breaker = createCircuitBreaker({ clock, random: () => random });
  const leave = (): Leave => {
    const entry = breaker.enter();
    return 'leave' in entry ? entry.leave : expect.unreachable('it is paused');
  };
  const isPaused = () => {
    const entry = breaker.enter();
    if ('leave' in entry) entry.leave.abandoned();
    return 'pause' in entry;
  };
  return { clock, breaker, leave, isPaused };
}

describe('the circuit breaker', () => {
  it('opens after three failures in a row', () => {
    const { leave, isPaused } = setUp();
    expect([leave().failed(failure()), leave().failed(failure()), isPaused()]).toEqual([undefined, undefined, false]);
    leave().succeeded();
    leave().failed(failure());
    leave().failed(failure('timeout'));
    expect(isPaused()).toBe(false);
    expect(leave().failed(failure())).toBe(minute);
    expect(isPaused()).toBe(true);
  });

  it.each(['blocked', 'rate-limited', 'refused-key'] as const)('opens at once where a provider is %s', (state) => {
    const { breaker, leave } = setUp();
    leave().failed(failure(state));
    expect(breaker.enter()).toMatchObject({ pause: { failure: { state, reason: 'a reason' }, retryAt: minute } });
  });

  it('opens for as long as the provider asks, within a second and a day', () => {
    for (const [asked, until] of [
      [90_000, 90_000],
      [5000, 5000],
      [0, 1000],
      [9e15, 24 * 60 * minute],
    ] as const) {
      expect(setUp().leave().failed(failure('rate-limited', asked))).toBe(until);
      expect(setUp().leave().failed(failure('failed', asked))).toBe(until);
    }
  });

  it('lets one probe through when the pause is over, and only one', () => {
    const { clock, leave, isPaused } = setUp();
    leave().failed(failure('blocked'));
    clock.advance(minute - 1);
    expect(isPaused()).toBe(true);
    clock.advance(1);
    const probe = leave();
    expect(isPaused()).toBe(true);
    probe.succeeded();
    expect(isPaused()).toBe(false);
  });

  it('doubles the pause with each failed probe up to a quarter of an hour, and starts anew after a success', () => {
    const { clock, leave } = setUp();
    const pauses: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const until = leave().failed(failure('blocked')) ?? 0;
      pauses.push((until - clock.now()) / minute);
      clock.advance(until - clock.now());
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15]);
    leave().succeeded();
    expect(leave().failed(failure('blocked'))).toBe(clock.now() + minute);
  });

  it('backs off from a provider that goes on asking for too short a pause', () => {
    const { clock, leave } = setUp();
    expect(leave().failed(failure('rate-limited', 1000))).toBe(1000);
    clock.advance(1000);
    expect(leave().failed(failure('rate-limited', 2000))).toBe(1000 + 2 * minute);
  });

  it('gives the probe to the next one where its caller leaves', () => {
    const { clock, leave, isPaused } = setUp();
    leave().failed(failure('blocked'));
    clock.advance(minute);
    const probe = leave();
    expect(isPaused()).toBe(true);
    probe.abandoned();
    expect(isPaused()).toBe(false);
  });

  it('is not moved by what was asked before it opened', () => {
    const { clock, leave, isPaused } = setUp();
    const [late, later] = [leave(), leave()];
    leave().failed(failure('blocked'));
    expect(late.failed(failure('blocked'))).toBe(minute);
    later.succeeded();
    expect(isPaused()).toBe(true);
    clock.advance(minute);
    expect(isPaused()).toBe(false);
  });

  it('spreads the pauses of many processes by a tenth', () => {
    expect(setUp(0.5).leave().failed(failure('blocked'))).toBeCloseTo(minute * 1.05);
  });

  it('does not stay open where the clock is set back', () => {
    let now = 1e12;
    const clock = { now: () => now, schedule: () => () => undefined };
    const breaker = createCircuitBreaker({ clock, random: () => 0 });
    const first = breaker.enter();
    if ('leave' in first) first.leave.failed(failure('blocked'));
    now = 1000;
    expect(breaker.enter()).toHaveProperty('leave');
  });
});
