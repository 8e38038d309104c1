export interface DeadlineOptions {
  /** Longest time without progress. */
  readonly idleMs: number;
  /** Longest time in all. */
  readonly totalMs: number;
  readonly onExpired: (reason: 'idle' | 'total') => void;
}

/** A timer that fires late leaves messages unread; after this pause they have been read. */
const graceMs = 100;

/** Watches a piece of work in two ways: time since its last progress, and time in all. */
export class Deadline {
  readonly #options: DeadlineOptions;
  #totalMs: number;
  readonly #startedAt = performance.now();
  #progressAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isGrace = false;

  constructor(options: DeadlineOptions) {
    this.#options = options;
    this.#totalMs = options.totalMs;
    this.#arm(this.#remainingMs());
  }

  progress(): void {
    this.#progressAt = performance.now();
    this.#isGrace = false;
  }

  /** More time in all, once the size of the work is known. */
  extend(milliseconds: number): void {
    this.#totalMs += milliseconds;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #remainingMs(): number {
    const now = performance.now();
    return Math.min(this.#progressAt + this.#options.idleMs - now, this.#startedAt + this.#totalMs - now);
  }

  #arm(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#check(), Math.max(1, milliseconds));
  }

  #check(): void {
    const remaining = this.#remainingMs();
    if (remaining > 0) {
      this.#arm(remaining);
    } else if (!this.#isGrace) {
      // Where this process itself was busy, messages of progress may be waiting to be read.
      this.#isGrace = true;
      this.#arm(graceMs);
    } else {
      const isTotal = performance.now() - this.#startedAt >= this.#totalMs;
      this.#options.onExpired(isTotal ? 'total' : 'idle');
    }
  }
}
