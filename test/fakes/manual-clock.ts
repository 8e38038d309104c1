import type { Clock } from '../../server/http/clock.js';

export interface ManualClock extends Clock {
  /** Delays of what is scheduled and has neither run nor been cancelled. */
  pending(): number[];
  /** Runs what is due within the time. */
  advance(byMs: number): void;
}

export function manualClock(): ManualClock {
  let time = 0;
  const scheduled = new Map<symbol, { readonly dueAt: number; readonly action: () => void }>();
  return {
    now: () => time,
    schedule(action, delayMs) {
      const key = Symbol('scheduled');
      scheduled.set(key, { dueAt: time + delayMs, action });
      return () => scheduled.delete(key);
    },
    pending: () => [...scheduled.values()].map(({ dueAt }) => dueAt - time),
    advance(byMs) {
      time += byMs;
      for (const [key, { dueAt, action }] of scheduled) {
        if (dueAt > time) continue;
        scheduled.delete(key);
        action();
      }
    },
  };
}
