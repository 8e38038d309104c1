export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly mean: number;
}

/** Percentiles by nearest rank, in the unit of `values`; zeros of nothing. */
export function latencyOf(values: readonly number[]): Latency {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const mean = sorted.length === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { p50: at(0.5), p95: at(0.95), mean };
}
