import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IngestProgress } from '../../ingest/ingest-summary.js';
import { progressDisplay } from '../../server/cli/ingest-progress.js';

const progress: IngestProgress = {
  filesDone: 1,
  filesTotal: 4,
  bytesDone: 1_000_000,
  bytesTotal: 4_000_000,
  chunksDone: 120,
  current: 'reports/a.pdf',
};

/** A stream that keeps what is written to it. */
function sink(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write(text: Buffer, _, done) {
      written.push(String(text));
      done();
    },
  });
  return { written, stream: Object.assign(stream, { isTTY, columns: 120 }) as unknown as NodeJS.WriteStream };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the progress of an ingest', () => {
  it('is a plain line now and then where there is no terminal', () => {
    const { written, stream } = sink(false);
    const display = progressDisplay(stream);
    display.show(progress);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(4000);
    display.show(progress);
    display.show(progress);
    expect(written).toEqual(['1/4 files, 120 chunks, 0.3 MB/s, 12 s left\n']);
    display.stop();
  });

  it('is a bar with speed and time left on a terminal', () => {
    const { written, stream } = sink(true);
    const display = progressDisplay(stream);
    vi.advanceTimersByTime(2000);
    display.show(progress);
    display.stop();
    const text = written.join('');
    expect(text).toMatch(/25% \| 1\/4 files \| 120 chunks \| 0\.5 MB\/s \| 6 s left \| reports\/a\.pdf/u);
  });
});
