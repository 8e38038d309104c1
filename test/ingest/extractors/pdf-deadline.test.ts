import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from '../../../ingest/extractors/pdf-deadline.js';

const graceMs = 100;
let expired: string[];
const started = () => new Deadline({ idleMs: 1_000, totalMs: 5_000, onExpired: (reason) => expired.push(reason) });

beforeEach(() => {
  vi.useFakeTimers();
  expired = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a deadline', () => {
  it('expires once nothing has come for so long', () => {
    const deadline = started();
    vi.advanceTimersByTime(900);
    deadline.progress();
    vi.advanceTimersByTime(999);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(1 + graceMs);
    expect(expired).toEqual(['idle']);
  });

  it('expires in spite of progress once it took too long in all', () => {
    const deadline = started();
    for (let second = 0; second < 10; second++) {
      vi.advanceTimersByTime(500);
      deadline.progress();
    }
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(2 * graceMs);
    expect(expired).toEqual(['total']);
  });

  it('allows more in all where it was extended', () => {
    const deadline = started();
    deadline.extend(1_000);
    for (let second = 0; second < 11; second++) {
      vi.advanceTimersByTime(500);
      deadline.progress();
    }
    expect(expired).toEqual([]);
    deadline.stop();
  });

  it('lets progress be read that waited while this process was busy', () => {
    const deadline = started();
    vi.advanceTimersByTime(1_000);
    deadline.progress();
    vi.advanceTimersByTime(graceMs);
    expect(expired).toEqual([]);
    deadline.stop();
  });

  it('never expires once stopped', () => {
    started().stop();
    vi.advanceTimersByTime(60_000);
    expect(expired).toEqual([]);
  });
});
