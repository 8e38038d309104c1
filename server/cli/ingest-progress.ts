import { Presets, SingleBar } from 'cli-progress';
import type { IngestProgress } from '../../ingest/ingest-summary.js';

export interface ProgressDisplay {
  show(progress: IngestProgress): void;
  stop(): void;
}

/** A bar on a terminal, a line every few seconds elsewhere. Both go to standard error. */
export function progressDisplay(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? new BarDisplay(stream) : new LineDisplay(stream);
}

class BarDisplay implements ProgressDisplay {
  readonly #bar: SingleBar;
  readonly #started = performance.now();
  #isRunning = false;

  constructor(stream: NodeJS.WriteStream) {
    const format =
      '{bar} {percentage}% | {value}/{total} files | {chunks} chunks | {speed} MB/s | {left} left | {current}';
    this.#bar = new SingleBar(
      { stream, format, hideCursor: true, clearOnComplete: true, barsize: 24 },
      Presets.shades_classic,
    );
  }

  show(progress: IngestProgress): void {
    if (progress.filesTotal === 0) return;
    const payload = {
      chunks: progress.chunksDone.toLocaleString('en'),
      speed: speedOf(progress, this.#started).toFixed(1),
      left: timeLeft(progress, this.#started),
      current: progress.current.slice(-40),
    };
    if (!this.#isRunning) this.#bar.start(progress.filesTotal, 0, payload);
    this.#isRunning = true;
    this.#bar.update(progress.filesDone, payload);
  }

  stop(): void {
    if (this.#isRunning) this.#bar.stop();
  }
}

const lineEveryMs = 2000;

class LineDisplay implements ProgressDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #last = performance.now();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: IngestProgress): void {
    if (performance.now() - this.#last < lineEveryMs) return;
    this.#last = performance.now();
    const speed = speedOf(progress, this.#started).toFixed(1);
    const left = timeLeft(progress, this.#started);
    this.#stream.write(
      `${progress.filesDone}/${progress.filesTotal} files, ${progress.chunksDone} chunks, ${speed} MB/s, ${left} left\n`,
    );
  }

  stop(): void {
    this.#last = Number.POSITIVE_INFINITY;
  }
}

function speedOf({ bytesDone }: IngestProgress, started: number): number {
  return bytesDone / 1e6 / Math.max(0.001, (performance.now() - started) / 1000);
}

function timeLeft({ bytesDone, bytesTotal }: IngestProgress, started: number): string {
  if (bytesDone === 0) return '?';
  const seconds = ((performance.now() - started) / 1000 / bytesDone) * (bytesTotal - bytesDone);
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
