import { describe, expect, it } from 'vitest';
import { latencyOf } from '../../src/evaluation/latency.js';

describe('latencyOf', () => {
  it('takes percentiles by nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(latencyOf(values)).toEqual({ p50: 10, p95: 19, mean: 10.5 });
    expect(latencyOf([7])).toEqual({ p50: 7, p95: 7, mean: 7 });
  });
});
