/** The date that both documents state, and the reason why two runs give the same bytes. */
export const documentDate = new Date('2026-06-02T08:00:00Z');

/** Runs `work` while `new Date()` and `Date.now()` stand still: docx stamps the current time and has no option for it. */
export async function withFixedClock<T>(date: Date, work: () => Promise<T>): Promise<T> {
  const RealDate = globalThis.Date;
  const fixedMs = date.getTime();
  class FixedDate extends RealDate {
    constructor(...values: readonly unknown[]) {
      super(...((values.length === 0 ? [fixedMs] : values) as [number]));
    }
    static override now(): number {
      return fixedMs;
    }
  }
  globalThis.Date = FixedDate as DateConstructor;
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
  }
}
