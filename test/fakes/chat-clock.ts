import type { ChatClock } from '../../src/models/chat/chat-clock.js';

export interface InstantClock extends ChatClock {
  /** What was waited for between tries, in order. */
  readonly waits: number[];
  /** Lets the time of everything that waits for an answer run out. */
  runOut(): void;
}

/** Waits take no time, save those of `timeoutMs`, which end when the test says so. */
export function instantClock({
  timeoutMs,
  now = 0,
}: {
  readonly timeoutMs: number;
  readonly now?: number;
}): InstantClock {
  const waits: number[] = [];
  const deadlines = new Set<() => void>();
  return {
    waits,
    now: () => now,
    schedule(action, delayMs) {
      if (delayMs === timeoutMs) {
        deadlines.add(action);
        return () => deadlines.delete(action);
      }
      waits.push(delayMs);
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
