import type { Timings } from './answer.js';

/** Measures the stages of one request. */
export class Stopwatch {
  readonly #started = performance.now();
  readonly #stages = new Map<string, number>();

  async measure<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#stages.set(stage, performance.now() - start);
    }
  }

  of(stage: string): number {
    return this.#stages.get(stage) ?? 0;
  }

  timings(): Timings {
    const rounded = [...this.#stages].map(([stage, value]) => [stage, Math.round(value * 10) / 10]);
    const total = Math.round((performance.now() - this.#started) * 10) / 10;
    return { ...(Object.fromEntries(rounded) as Record<string, number>), total };
  }
}
