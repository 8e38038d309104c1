import { join } from 'node:path';
import type { Config, EmbedderConfig } from '../core/config.js';
import { DocentError } from '../core/errors.js';
import type { Embedder } from '../models/embedder.js';
import { encoderOfIndex } from '../models/encoder-folders.js';
import { resolveModel } from '../models/model-source.js';
import { loadEmbedder } from '../models/transformers-embedder.js';
import type { IndexReader } from '../store/index-store.js';
import { listIndexes, openIndexReader } from '../store/open-index.js';
import { IndexSearch } from './index-search.js';

/** Index that is filled where none is named. */
export const defaultIndexName = 'default';
/** Index of the bundled handbook. */
export const handbookIndexName = 'handbook';

export interface OpenIndex {
  readonly name: string;
  readonly reader: IndexReader;
  readonly search: IndexSearch;
  /** The encoder that reads it, loaded at the first question that needs it. */
  readonly embedder: () => Promise<Embedder>;
}

interface ReadIndex extends OpenIndex {
  readonly fingerprint: string;
}

/** The indexes on this machine, each opened once, and the encoders that read them, each loaded once. */
export class IndexCatalog {
  readonly #config: Config;
  readonly #open = new Map<string, Promise<ReadIndex>>();
  /** Readers of indexes that another encoder has made anew since; a question may still be using them. */
  readonly #outdated: ReadIndex[] = [];
  readonly #embedders = new Map<string, Promise<Embedder>>();

  constructor(config: Config) {
    this.#config = config;
  }

  async names(): Promise<readonly string[]> {
    return listIndexes(this.#config.indexesFolder);
  }

  /** @throws DocentError `index-not-found`, `embedder-mismatch`, `index-damaged`, `invalid-request` */
  async open(name?: string): Promise<OpenIndex> {
    const chosen = name ?? (await this.#default());
    const known = this.#open.get(chosen);
    if (known !== undefined) {
      const index = await known;
      if (!(await this.#isOutdated(index))) return index;
      // Another question may have opened it anew meanwhile.
      if (this.#open.get(chosen) !== known) return this.open(chosen);
      this.#outdated.push(index);
    }
    const opening = this.#openNew(chosen);
    this.#open.set(chosen, opening);
    // A failed opening is tried again by the next question: the index may have been built meanwhile.
    opening.catch(() => this.#open.delete(chosen));
    return opening;
  }

  /** The encoder that is set, or another one; loaded at the first question that needs it. */
  embedder(config: EmbedderConfig = this.#config.embedder): Promise<Embedder> {
    const known = this.#embedders.get(config.name);
    if (known !== undefined) return known;
    const loading = loadEmbedder(config);
    this.#embedders.set(config.name, loading);
    loading.catch(() => this.#embedders.delete(config.name));
    return loading;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values());
    const readers = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    for (const { reader } of [...readers, ...this.#outdated]) await reader.close();
    this.#open.clear();
    const embedders = await Promise.allSettled(this.#embedders.values());
    for (const each of embedders) if (each.status === 'fulfilled') await each.value.dispose();
    this.#embedders.clear();
  }

  /** Where the index says which encoder reads it, another encoder may have made it anew since it was opened. */
  async #isOutdated({ reader, fingerprint }: ReadIndex): Promise<boolean> {
    if (this.#config.embedder.isDefault !== true) return false;
    return (await reader.manifest()).embedder.fingerprint !== fingerprint;
  }

  async #openNew(name: string): Promise<ReadIndex> {
    let config = this.#config.embedder;
    const embedder = () => this.embedder(config);
    const reader = await openIndexReader(indexUri(this.#config, name), {
      embedder: async (made) => {
        config = encoderOfIndex(config, made.name);
        return { name: config.name, fingerprint: (await resolveModel(config)).fingerprint };
      },
    });
    const { fingerprint } = (await reader.manifest()).embedder;
    return { name, reader, search: new IndexSearch(name, reader, embedder), embedder, fingerprint };
  }

  async #default(): Promise<string> {
    if (this.#config.indexName !== undefined) return this.#config.indexName;
    const names = await this.names();
    const preferred = [defaultIndexName, handbookIndexName].find((name) => names.includes(name));
    if (preferred !== undefined) return preferred;
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0) return only;
    throw new DocentError(
      'index-not-found',
      only === undefined ? 'There is no index yet.' : `Several indexes exist and none is named: ${names.join(', ')}.`,
      {
        hint: only === undefined ? 'Build one: docent ingest <folder>' : 'Name one with --index NAME or DOCENT_INDEX.',
      },
    );
  }
}

/** Where an index lives. @throws DocentError `invalid-request` for a name that could lead out of the indexes folder */
export function indexUri(config: Config, name: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u.test(name)) {
    throw new DocentError('invalid-request', `"${name.slice(0, 80)}" cannot name an index.`, {
      hint: 'Use letters, digits, "-", "_" and ".", at most 64, beginning with a letter or digit.',
    });
  }
  return join(config.indexesFolder, name);
}
