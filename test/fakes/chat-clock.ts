import type { ChatClock } from '../../src/models/chat/chat-clock.js';
import { deferred } from './deferred.js';

export interface InstantClock extends ChatClock {
  /** What was waited for between tries, in order. */
  readonly waits: number[];
  /** Fulfilled when a wait of `endlessMs` has begun. */
  readonly endless: Promise<void>;
  /** Lets the time of everything that waits for an answer run out. */
  runOut(): void;
}

export interface ClockOptions {
  readonly timeoutMs: number;
  readonly now?: number;
  readonly endlessMs?: number;
}

/** Waits take no time, save those of `timeoutMs`, which end when the test says so, and of `endlessMs`, which never end. */
export function instantClock({ timeoutMs, now = 0, endlessMs }: ClockOptions): InstantClock {
  const waits: number[] = [];
  const deadlines = new Set<() => void>();
  const endless = deferred<void>();
  return {
    waits,
    endless: endless.promise,
    now: () => now,
    schedule(action, delayMs) {
      if (delayMs === timeoutMs) {
        deadlines.add(action);
        return () => deadlines.delete(action);
      }
      waits.push(delayMs);
      if (delayMs === endlessMs) {
        endless.resolve();
        return () => undefined;
      }
      let isCancelled = false;
      queueMicrotask(() => {
        if (!isCancelled) action();
      });
      return () => {
        isCancelled = true;
      };
    },
    runOut() {
      for (const action of deadlines) action();
      deadlines.clear();
    },
  };
}
