import type { ChunkMentions, IndexWriter } from '../../src/store/index-store.js';

/** Writes one batch of rows while the next is made. */
export class RowWriter {
  readonly #writer: IndexWriter;
  #writing: Promise<void> = Promise.resolve();

  constructor(writer: IndexWriter) {
    this.#writer = writer;
  }

  /** Waits for the batch before; a failure is thrown by the next call. */
  async write(rows: readonly ChunkMentions[]): Promise<void> {
    await this.#writing;
    if (rows.length === 0) return;
    this.#writing = this.#writer.replaceMentions(rows, []);
    this.#writing.catch(() => undefined);
  }

  drain(): Promise<void> {
    return this.#writing;
  }

  /** Resolves when no commit is under way, whatever became of the last one. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }
}
