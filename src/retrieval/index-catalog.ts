import { join } from 'node:path';
import type { Config } from '../core/config.js';
import { DocentError } from '../core/errors.js';
import type { Embedder } from '../models/embedder.js';
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
}

/** The indexes on this machine, each opened once, with the one encoder that reads them. */
export class IndexCatalog {
  readonly #config: Config;
  readonly #open = new Map<string, Promise<OpenIndex>>();
  #embedder: Promise<Embedder> | undefined;

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
    if (known !== undefined) return known;
    const opening = this.#openNew(chosen);
    this.#open.set(chosen, opening);
    // A failed opening is tried again by the next question: the index may have been built meanwhile.
    opening.catch(() => this.#open.delete(chosen));
    return opening;
  }

  /** Loaded at the first question that needs it. */
  embedder(): Promise<Embedder> {
    this.#embedder ??= loadEmbedder(this.#config.embedder).catch((error: unknown) => {
      this.#embedder = undefined;
      throw error;
    });
    return this.#embedder;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values());
    for (const each of opened) if (each.status === 'fulfilled') await each.value.reader.close();
    this.#open.clear();
    if (this.#embedder !== undefined) await (await this.#embedder).dispose();
    this.#embedder = undefined;
  }

  async #openNew(name: string): Promise<OpenIndex> {
    const uri = indexUri(this.#config, name);
    const { fingerprint } = await resolveModel(this.#config.embedder);
    const reader = await openIndexReader(uri, { embedder: { name: this.#config.embedder.name, fingerprint } });
    return { name, reader, search: new IndexSearch(name, reader, () => this.embedder()) };
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
