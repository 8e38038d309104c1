import { Presets, SingleBar } from 'cli-progress';
import type { IngestProgress } from '../../ingest/ingest-summary.js';

/** Tells how far a benchmark is. */
export interface BenchProgress {
  ingesting(set: string, progress: IngestProgress): void;
  /** Called before the first query of a retriever, and after each one. */
  asking(set: string, retriever: string, done: number, total: number): void;
  /** Clears the line. */
  stop(): void;
}

/** A bar on a terminal; elsewhere a line at the start of each stage. */
export function benchProgress(stream: NodeJS.WriteStream): BenchProgress {
  return stream.isTTY ? new BarProgress(stream) : new LineProgress(stream);
}

class BarProgress implements BenchProgress {
  readonly #bar: SingleBar;
  #stage: string | undefined;
  #total = 0;

  constructor(stream: NodeJS.WriteStream) {
    const format = '{bar} {percentage}% | {stage} | {value}/{total} {unit} | {eta_formatted} left';
    this.#bar = new SingleBar(
      { stream, format, hideCursor: true, clearOnComplete: true, barsize: 24 },
      Presets.shades_classic,
    );
  }

  ingesting(set: string, { filesDone, filesTotal }: IngestProgress): void {
    this.#show({ stage: `${set}: ingest`, unit: 'documents', done: filesDone, total: filesTotal });
  }

  asking(set: string, retriever: string, done: number, total: number): void {
    this.#show({ stage: `${set}: ${retriever}`, unit: 'queries', done, total });
  }

  stop(): void {
    if (this.#stage !== undefined) this.#bar.stop();
    this.#stage = undefined;
  }

  #show({ stage, unit, done, total }: { stage: string; unit: string; done: number; total: number }): void {
    if (total === 0) return;
    if (stage !== this.#stage) {
      this.stop();
      this.#bar.start(total, done, { stage, unit });
      this.#stage = stage;
      this.#total = total;
    }
    if (total !== this.#total) this.#bar.setTotal(total);
    this.#total = total;
    this.#bar.update(done);
  }
}

class LineProgress implements BenchProgress {
  readonly #stream: NodeJS.WriteStream;
  #stage = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  ingesting(set: string, { filesTotal }: IngestProgress): void {
    this.#say(`${set}: looking through ${filesTotal.toLocaleString('en')} documents`, `${set}: ingest`);
  }

  asking(set: string, retriever: string, _done: number, total: number): void {
    this.#say(`${set}: ${retriever}, ${total.toLocaleString('en')} queries`, `${set}: ${retriever}`);
  }

  stop(): void {
    this.#stage = '';
  }

  #say(line: string, stage: string): void {
    if (stage !== this.#stage) this.#stream.write(`${line}\n`);
    this.#stage = stage;
  }
}
