import { Numbering } from '../../core/numbering.js';
import type { IndexReader, IntegerLists, MentionColumns } from '../../store/index-store.js';
import { columnsFromRows } from '../../store/mention-columns.js';
import { TermCounter } from './term-counter.js';
import { listAt, usesByName } from './uses-by-name.js';

/** A chunk as the graph and the ranker see it; chunks and names are numbers of its graph. */
export interface GraphChunk {
  readonly documentId: string;
  readonly ordinal: number;
  /** Names that the text mentions, each once, and how often. */
  readonly names: Int32Array;
  readonly counts: Int32Array;
  /** Names by which its document and section are called. */
  readonly titles: Int32Array;
  /** How many of `terms` are the context's: title and headings. */
  readonly contextTerms: number;
  /** Hashes of the search terms of context and text, in order. */
  readonly terms: Int32Array;
  /** Distinct token ids of context and text. */
  readonly tokens: Int32Array;
}

/** A name: which chunks mention it and how often, and which it leads to; by ids of the chunks. */
export interface NameEntry {
  readonly mentions: Int32Array;
  readonly counts: Int32Array;
  readonly targets: Int32Array;
}

const none = new Int32Array(0);
const nameless: NameEntry = { mentions: none, counts: none, targets: none };

/** Where a chunk's row is kept. */
interface Place {
  readonly columns: MentionColumns;
  readonly row: number;
}

/**
 * The mention graph of one state of an index. A small one is read whole (`readWhole`); of a large one only what was asked
 * for is read, by key, and remembered: `load…` first, then look up.
 */
export class MentionGraph {
  readonly #index: IndexReader;
  readonly #chunks = new Numbering();
  readonly #names = new Numbering();
  readonly #places: (Place | undefined)[] = [];
  readonly #views: (GraphChunk | undefined)[] = [];
  readonly #entries: (NameEntry | undefined)[] = [];
  readonly #frequencies = { counts: new Map<string, number>(), total: 0 };
  #loadedChunks = 0;
  #isWhole = false;
  #counter: TermCounter | undefined;
  /** Mean number of search terms per chunk. */
  averageTerms = 0;

  private constructor(index: IndexReader) {
    this.#index = index;
  }

  /** Nothing is read yet but the mean. */
  static async byKey(index: IndexReader): Promise<MentionGraph> {
    const graph = new MentionGraph(index);
    graph.averageTerms = await index.averageTerms();
    return graph;
  }

  static async whole(index: IndexReader, columns: MentionColumns): Promise<MentionGraph> {
    const graph = new MentionGraph(index);
    const { terms } = graph.#addWhole(columns);
    const { total } = await index.termFrequencies([]);
    // Chunks that have no row yet have terms, too: then the index counts.
    if (total === columns.ids.length) graph.#counter = new TermCounter(terms);
    return graph;
  }

  /** What was read by key and is remembered; nothing where all was read at once. */
  get remembered(): { readonly chunks: number; readonly names: number } {
    return this.#isWhole ? { chunks: 0, names: 0 } : { chunks: this.#loadedChunks, names: this.#names.size };
  }

  /** Numbers of chunks are below this. */
  get chunkNumbers(): number {
    return this.#chunks.size;
  }

  get nameNumbers(): number {
    return this.#names.size;
  }

  /** Also of a chunk that the graph does not know, which may be in it later. */
  chunkNumber(id: string): number {
    return this.#chunks.numberOf(id);
  }

  chunkId(chunk: number): string {
    return this.#chunks.keyOf(chunk);
  }

  /** Decides between chunks of equal score, whatever they were numbered by. */
  readonly isBefore = (a: number, b: number): boolean => this.chunkId(a) < this.chunkId(b);

  nameKey(name: number): string {
    return this.#names.keyOf(name);
  }

  /** Those of `keys` that are names of the graph: key → number; they are loaded. */
  async findNames(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (!this.#isWhole) await this.loadNames(keys.map((key) => this.#names.numberOf(key)));
    const found = keys.map((key): [string, number] => [key, this.#names.find(key) ?? -1]);
    return new Map(found.filter(([, name]) => isUsed(this.name(name))));
  }

  async loadChunks(chunks: Iterable<number>): Promise<void> {
    if (this.#isWhole) return;
    const missing = [...new Set(chunks)].filter((chunk) => this.#places[chunk] === undefined);
    if (missing.length === 0) return;
    this.#addRows(columnsFromRows(await this.#index.getMentions(missing.map((chunk) => this.chunkId(chunk)))));
  }

  async loadNames(names: Iterable<number>): Promise<void> {
    if (this.#isWhole) return;
    const missing = [...new Set(names)].filter((name) => this.#entries[name] === undefined);
    if (missing.length === 0) return;
    const entries = new Map(
      missing.map((name) => [this.#names.keyOf(name), { mentions: [], targets: [] } as FoundUses]),
    );
    const { mentions, targets } = await this.#index.findMentions([...entries.keys()]);
    for (const { name, id, count } of mentions) entries.get(name)?.mentions.push({ id, count });
    for (const { name, id } of targets) entries.get(name)?.targets.push(id);
    for (const [name, uses] of entries) this.#entries[this.#names.numberOf(name)] = this.#entryOf(uses);
  }

  /** Undefined for a chunk that the graph does not know or that was not loaded. */
  chunk(chunk: number): GraphChunk | undefined {
    const known = this.#views[chunk];
    const place = this.#places[chunk];
    if (known !== undefined || place === undefined) return known;
    const view = viewOf(place);
    this.#views[chunk] = view;
    return view;
  }

  name(name: number): NameEntry {
    return this.#entries[name] ?? nameless;
  }

  /** In how many chunks each term occurs, and the number of all chunks; remembered. */
  async termFrequencies(
    terms: readonly string[],
  ): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> {
    const known = this.#frequencies;
    const missing = terms.filter((term) => !known.counts.has(term));
    if (missing.length > 0 || known.total === 0) {
      const { counts, total } = this.#counter?.count(missing) ?? (await this.#index.termFrequencies(missing));
      known.total = total;
      for (const [term, count] of counts) known.counts.set(term, count);
    }
    return { counts: new Map(terms.map((term) => [term, known.counts.get(term) ?? 0])), total: known.total };
  }

  #addWhole(columns: MentionColumns): MentionColumns {
    // Numbered by their ids, so that what is in the order of numbers is in the order of ids.
    const { ids } = columns;
    const order = ids.map((_, row) => row).sort((a, b) => compare(ids[a] ?? '', ids[b] ?? ''));
    for (const row of order) this.chunkNumber(ids[row] ?? '');
    const numbered = this.#addRows(columns);
    const { mentions, targets } = usesByName(numbered, { order, names: this.#names.size });
    for (let name = 0; name < this.#names.size; name += 1) {
      const [from, to] = [mentions.offsets[name] ?? 0, mentions.offsets[name + 1] ?? 0];
      this.#entries[name] = {
        mentions: mentions.values.subarray(from, to),
        counts: mentions.counts.subarray(from, to),
        targets: listAt(targets, name),
      };
    }
    this.#isWhole = true;
    this.averageTerms = ids.length === 0 ? 0 : numbered.terms.values.length / ids.length;
    return numbered;
  }

  /** @returns the same rows with this graph's numbers of names */
  #addRows(columns: MentionColumns): MentionColumns {
    const numberOf = columns.keys.map((key) => this.#names.numberOf(key));
    const numbered = (lists: IntegerLists): IntegerLists => ({
      offsets: lists.offsets,
      values: lists.values.map((key) => numberOf[key] ?? 0),
    });
    const { names, titles, targets } = columns;
    const own = { ...columns, names: numbered(names), titles: numbered(titles), targets: numbered(targets) };
    for (const [row, id] of columns.ids.entries()) this.#places[this.chunkNumber(id)] = { columns: own, row };
    this.#loadedChunks += columns.ids.length;
    return own;
  }

  #entryOf({ mentions, targets }: FoundUses): NameEntry {
    mentions.sort((a, b) => compare(a.id, b.id));
    return {
      mentions: Int32Array.from(mentions, ({ id }) => this.chunkNumber(id)),
      counts: Int32Array.from(mentions, ({ count }) => count),
      targets: Int32Array.from(targets.sort(compare), (id) => this.chunkNumber(id)),
    };
  }
}

interface FoundUses {
  readonly mentions: { id: string; count: number }[];
  readonly targets: string[];
}

function isUsed({ mentions, targets }: NameEntry): boolean {
  return mentions.length + targets.length > 0;
}

function viewOf({ columns, row }: Place): GraphChunk {
  return {
    documentId: columns.documentIds[row] ?? '',
    ordinal: columns.ordinals[row] ?? 0,
    contextTerms: columns.contextTerms[row] ?? 0,
    names: listAt(columns.names, row),
    counts: listAt(columns.counts, row),
    titles: listAt(columns.titles, row),
    terms: listAt(columns.terms, row),
    tokens: listAt(columns.tokens, row),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
