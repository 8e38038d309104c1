import { linkedAbort } from '../../src/core/linked-abort.js';
import { rejectionOf } from '../../src/core/rejection-of.js';
import type { WebClock } from '../../src/web/web-clock.js';

/** Resolves after the time; rejects with the signal's reason where that comes first. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** A pause by the clock that the rest of the web room lives by. */
export function pauseBy(clock: WebClock): Pause {
  return async (ms, signal) => {
    let cancel: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      cancel = clock.schedule(resolve, ms);
    });
    const link = linkedAbort(signal);
    try {
      await Promise.race([over, rejectionOf(link.signal)]);
    } finally {
      cancel();
      link.close();
    }
  };
}

/** Keeps requests to one host apart, from the beginning of one to the beginning of the next. */
export class HostGate {
  readonly #now: () => number;
  readonly #pause: Pause;
  readonly #intervalMs: number;
  readonly #slower = new Map<string, number>();
  readonly #openAt = new Map<string, number>();

  constructor({ now, pause, rate }: { readonly now: () => number; readonly pause: Pause; readonly rate: number }) {
    this.#now = now;
    this.#pause = pause;
    this.#intervalMs = 1000 / rate;
  }

  /** Resolves when the host may be asked. One caller at a time. */
  async turn(host: string, signal: AbortSignal): Promise<void> {
    const waitMs = (this.#openAt.get(host) ?? 0) - this.#now();
    if (waitMs > 0) await this.#pause(waitMs, signal);
    const intervalMs = Math.max(this.#intervalMs, this.#slower.get(host) ?? 0);
    this.#openAt.set(host, this.#now() + intervalMs);
  }

  /** The host asks for more time between requests. */
  slowDown(host: string, intervalMs: number): void {
    if (this.#slower.get(host) === intervalMs) return;
    this.#slower.set(host, intervalMs);
    this.#openAt.set(host, Math.max(this.#openAt.get(host) ?? 0, this.#now() + intervalMs));
  }

  /** The host asks to be left alone for a while. */
  rest(host: string, ms: number): void {
    this.#openAt.set(host, Math.max(this.#openAt.get(host) ?? 0, this.#now() + ms));
  }
}
