import type { ChunkMentions, IndexReader } from '../../store/index-store.js';

/** A name of the graph: which chunks mention it, and which it leads to. */
export interface NameEntry {
  readonly mentions: readonly { readonly id: string; readonly count: number }[];
  readonly targets: readonly string[];
}

/** Remembered rows; a chunk takes about 3 kB, a name far less. */
const rememberedChunks = 20_000;
const rememberedNames = 100_000;
const nameless: NameEntry = { mentions: [], targets: [] };

/**
 * The mention graph of one index, read by key and remembered until the index changes, so that it never has to fit in
 * memory whole. `load…` first, then look up.
 */
export class GraphView {
  readonly #index: IndexReader;
  #chunks = new Map<string, ChunkMentions>();
  #names = new Map<string, NameEntry>();
  #terms = { counts: new Map<string, number>(), total: 0 };
  #version = '';
  /** Mean number of search terms per chunk. */
  averageTerms = 0;

  constructor(index: IndexReader) {
    this.#index = index;
  }

  /** Forgets everything where the index has changed; call it before each question. */
  async refresh(): Promise<void> {
    const version = await this.#index.mentionsVersion();
    if (version === this.#version && this.#chunks.size < rememberedChunks && this.#names.size < rememberedNames) return;
    if (version !== this.#version) this.averageTerms = await this.#index.averageTerms();
    this.#version = version;
    // New maps: what another question is loading still comes from before, and goes into the old ones.
    this.#chunks = new Map();
    this.#names = new Map();
    this.#terms = { counts: new Map(), total: 0 };
  }

  /** As the index gives it, remembered. */
  async termFrequencies(
    terms: readonly string[],
  ): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> {
    const known = this.#terms;
    const missing = terms.filter((term) => !known.counts.has(term));
    if (missing.length > 0 || known.total === 0) {
      const { counts, total } = await this.#index.termFrequencies(missing);
      known.total = total;
      for (const [term, count] of counts) known.counts.set(term, count);
    }
    return { counts: new Map(terms.map((term) => [term, known.counts.get(term) ?? 0])), total: known.total };
  }

  async loadChunks(ids: Iterable<string>): Promise<void> {
    const chunks = this.#chunks;
    const missing = [...new Set(ids)].filter((id) => !chunks.has(id));
    if (missing.length === 0) return;
    for (const row of await this.#index.getMentions(missing)) chunks.set(row.id, row);
  }

  async loadNames(names: Iterable<string>): Promise<void> {
    const known = this.#names;
    const missing = [...new Set(names)].filter((name) => !known.has(name));
    if (missing.length === 0) return;
    const entries = new Map(missing.map((name) => [name, { mentions: [], targets: [] } as MutableEntry]));
    const { mentions, targets } = await this.#index.findMentions(missing);
    for (const { name, id, count } of mentions) entries.get(name)?.mentions.push({ id, count });
    for (const { name, id } of targets) entries.get(name)?.targets.push(id);
    for (const [name, entry] of entries) {
      entry.mentions.sort((a, b) => (a.id < b.id ? -1 : 1));
      entry.targets.sort();
      known.set(name, entry);
    }
  }

  chunk(id: string): ChunkMentions | undefined {
    return this.#chunks.get(id);
  }

  name(key: string): NameEntry {
    return this.#names.get(key) ?? nameless;
  }
}

interface MutableEntry {
  mentions: { id: string; count: number }[];
  targets: string[];
}
