import { abortReason, type SearchClock, waitFor } from './search-clock.js';

export interface RateLimiter {
  /**
   * Fulfilled when a request to the host may start; first come, first served.
   * @throws DocentError when the signal fires; the turn goes to the next one then
   */
  turn(host: string, signal: AbortSignal): Promise<void>;
}

interface Host {
  /** Settles when nobody is in the queue any more. */
  last: Promise<void>;
  /** When the latest request started. */
  startedAt: number;
}

/** At most one request to a host within the interval, whoever asks. One limiter serves a whole process. */
export function createRateLimiter(clock: SearchClock, intervalMs = 1000): RateLimiter {
  const hosts = new Map<string, Host>();
  return {
    async turn(name, signal) {
      if (signal.aborted) throw abortReason(signal);
      const host = hosts.get(name) ?? { last: Promise.resolve(), startedAt: Number.NEGATIVE_INFINITY };
      hosts.set(name, host);
      const mine = host.last.then(() => start(host, signal));
      host.last = mine.catch(() => undefined);
      await orAborted(mine, signal);
    },
  };

  async function start(host: Host, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw abortReason(signal);
      const now = clock.now();
      // The clock was set back: one whole interval is enough.
      if (now < host.startedAt) host.startedAt = now;
      const waitMs = host.startedAt + intervalMs - now;
      if (waitMs <= 0) break;
      await waitFor(clock, waitMs, signal); // and looks again: timers can fire early
    }
    host.startedAt = clock.now();
  }
}

/** Whoever waits in the queue learns of the end at once, not when its turn comes. */
function orAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(abortReason(signal));
    const settled = (settle: () => void) => {
      signal.removeEventListener('abort', stop);
      settle();
    };
    signal.addEventListener('abort', stop, { once: true });
    turn.then(
      () => settled(resolve),
      (error: unknown) => settled(() => reject(error)),
    );
  });
}
