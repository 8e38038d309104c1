import type { IndexReader } from '../../store/index-store.js';
import { MentionGraph } from './mention-graph.js';

/** A graph of at most this many chunks is read whole: about 1.3 kB and 13 µs a chunk (measured). */
const wholeChunks = 20_000;
/** Remembered of a larger one; a chunk takes about 3 kB, a name far less. */
const rememberedChunks = 20_000;
const rememberedNames = 100_000;

/** The mention graph of one index as it is now. */
export class GraphView {
  readonly #index: IndexReader;
  readonly #wholeChunks: number;
  #version = '';
  #graph: Promise<MentionGraph> | undefined;

  constructor(index: IndexReader, options: { readonly wholeChunks?: number } = {}) {
    this.#index = index;
    this.#wholeChunks = options.wholeChunks ?? wholeChunks;
  }

  /** Ask before each question, and keep what you get while it lasts: the index may change meanwhile. */
  async current(): Promise<MentionGraph> {
    const version = await this.#index.mentionsVersion();
    if (this.#graph === undefined || version !== this.#version || isFull(await this.#graph)) {
      this.#version = version;
      const reading = this.#read();
      this.#graph = reading;
      reading.catch(() => {
        if (this.#graph === reading) this.#graph = undefined;
      });
    }
    return this.#graph;
  }

  async #read(): Promise<MentionGraph> {
    const columns = await this.#index.allMentions(this.#wholeChunks);
    return columns === undefined ? MentionGraph.byKey(this.#index) : MentionGraph.whole(this.#index, columns);
  }
}

function isFull(graph: MentionGraph): boolean {
  const { chunks, names } = graph.remembered;
  return chunks > rememberedChunks || names > rememberedNames;
}
