import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashOf } from '../../src/core/hash.js';
import { type CrawlEntry, entriesIn, lineOf, type PageRecord } from './crawl-entry.js';
import type { CrawlScope } from './crawl-scope.js';
import type { Validators } from './fetch-resource.js';

/** An address that is to be visited. */
export interface FoundPage {
  readonly url: string;
  /** Links from the start. */
  readonly level: number;
}

/** A page's record with its links written out. */
export interface SettledPage extends Validators {
  readonly document?: string | undefined;
  readonly hash?: string | undefined;
  readonly links?: readonly string[] | undefined;
}

/** Where the state of a source lies in its index. */
export function crawlStatePath(folder: string, url: string): string {
  return join(folder, `crawl-${hashOf(url).slice(0, 16)}.jsonl`);
}

/**
 * What is known of a site's pages, and what a crawl has still to visit; in a file of JSON lines, so that a killed crawl
 * goes on. A loss of its last lines costs some requests and nothing else: the index alone says what is in the index.
 */
export class CrawlState {
  readonly #path: string;
  readonly #urls: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Of earlier crawls. */
  readonly #before = new Map<string, PageRecord>();
  readonly #settled = new Map<string, PageRecord>();
  readonly #found = new Map<string, FoundPage>();
  /** Documents of this crawl by their bytes. */
  readonly #byHash = new Map<string, string>();
  #queue: FoundPage[] = [];
  #lines = '';
  #source = '';
  #begunAt = Number.NEGATIVE_INFINITY;
  #scope: CrawlScope | undefined;
  #hasEnded = true;
  #isPartial = false;

  private constructor(path: string) {
    this.#path = path;
  }

  static async open(path: string): Promise<CrawlState> {
    const state = new CrawlState(path);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    for (const entry of entriesIn(text)) state.#apply(entry);
    return state;
  }

  /** Whether a crawl of this source was begun since that time and did not come to its end. */
  isUnfinished(source: string, sinceMs: number): boolean {
    return !this.#hasEnded && this.#source === source && this.#begunAt >= sinceMs;
  }

  begin(source: string, at: number): void {
    this.#write({ type: 'begin', source, at });
  }

  /** Puts those pages back that were visited and are not in the index as they were. */
  resume(isKept: (record: PageRecord) => boolean): void {
    for (const [url, record] of this.#settled) {
      if (record.document === undefined || isKept(record)) continue;
      this.#settled.delete(url);
      this.#before.set(url, record);
      if (record.hash !== undefined) this.#byHash.delete(record.hash);
    }
    this.#queue = [...this.#found.values()].filter(({ url }) => !this.#settled.has(url));
  }

  /** Undefined until all that the crawl starts from has been found. */
  get scope(): CrawlScope | undefined {
    return this.#scope;
  }

  setStarted(scope: CrawlScope): void {
    this.#write({ type: 'started', scope });
  }

  /** Whether addresses of this crawl were left out. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  setPartial(): void {
    if (!this.#isPartial) this.#write({ type: 'partial' });
  }

  /** Addresses of this crawl, visited or not. */
  foundUrls(): Iterable<string> {
    return this.#found.keys();
  }

  get foundCount(): number {
    return this.#found.size;
  }

  get settledCount(): number {
    return this.#settled.size;
  }

  get waitingCount(): number {
    return this.#queue.length;
  }

  hasFound(url: string): boolean {
    return this.#found.has(url);
  }

  /** Once in a crawl for each address. */
  find(page: FoundPage): void {
    if (!this.#found.has(page.url)) this.#write({ type: 'found', url: page.url, level: page.level });
  }

  next(): FoundPage | undefined {
    for (;;) {
      const page = this.#queue.shift();
      if (page === undefined || !this.#settled.has(page.url)) return page;
    }
  }

  /** In this crawl. */
  settledPage(url: string): PageRecord | undefined {
    return this.#settled.get(url);
  }

  /** The last that was learnt of an address, in this crawl or an earlier one. */
  knownPage(url: string): SettledPage | undefined {
    const record = this.#settled.get(url) ?? this.#before.get(url);
    if (record === undefined) return undefined;
    return { ...record, links: record.links?.flatMap((number) => this.#urls[number] ?? []) };
  }

  /** A document of this crawl that has these bytes. */
  documentWith(hash: string): string | undefined {
    return this.#byHash.get(hash);
  }

  settle(url: string, { links, ...page }: SettledPage): void {
    const numbers = links?.flatMap((link) => this.#numbers.get(link) ?? []);
    const record = numbers === undefined ? page : { ...page, links: numbers };
    this.#write({ type: 'settled', url: this.#numberOf(url), record });
  }

  /** URIs of documents that earlier crawls brought, by the address that led to each. */
  earlierDocuments(): ReadonlyMap<string, string> {
    return documentsIn(this.#before);
  }

  /** URIs of the documents of this crawl. */
  documents(): ReadonlyMap<string, string> {
    return documentsIn(this.#settled);
  }

  /** All documents that came from this source, as far as is known. */
  allDocuments(): ReadonlySet<string> {
    return new Set([...this.earlierDocuments().values(), ...this.documents().values()]);
  }

  /** Writes what happened since the last time to the disk. */
  async save(): Promise<void> {
    if (this.#lines === '') return;
    const lines = this.#lines;
    this.#lines = '';
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(this.#path, lines);
  }

  /** Forgets all of it, also on the disk. */
  async discard(): Promise<void> {
    this.#lines = '';
    await rm(this.#path, { force: true });
  }

  /** Rewrites the file to what the next crawl can use; what earlier crawls knew stays where `isKept` says so. */
  async end(isKept: (url: string) => boolean): Promise<void> {
    this.#write({ type: 'end' });
    const kept = new Map([...this.#before].filter(([url]) => !this.#settled.has(url) && isKept(url)));
    const records = new Map([...kept, ...this.#settled]);
    const compact = new CrawlState(this.#path);
    compact.begin(this.#source, this.#begunAt);
    for (const [url, record] of records) {
      const links = record.links?.flatMap((number) => this.#urls[number] ?? []);
      for (const each of [url, ...(links ?? [])]) compact.find({ url: each, level: 0 });
      compact.settle(url, { ...record, links });
    }
    compact.#write({ type: 'end' });
    this.#lines = '';
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(`${this.#path}.next`, compact.#lines);
    await rename(`${this.#path}.next`, this.#path);
  }

  /** An address that was met on the way to another one has no line of its own yet. */
  #numberOf(url: string): number {
    this.find({ url, level: 0 });
    return this.#numbers.get(url) ?? 0;
  }

  #write(entry: CrawlEntry): void {
    this.#lines += lineOf(entry);
    this.#apply(entry);
  }

  #apply(entry: CrawlEntry): void {
    if (entry.type === 'begin') this.#beginAnew(entry);
    if (entry.type === 'started') this.#scope = entry.scope;
    if (entry.type === 'partial') this.#isPartial = true;
    if (entry.type === 'end') this.#hasEnded = true;
    if (entry.type === 'found') {
      const { url, level } = entry;
      if (!this.#numbers.has(url)) this.#numbers.set(url, this.#urls.push(url) - 1);
      this.#found.set(url, { url, level });
      this.#queue.push({ url, level });
    }
    if (entry.type === 'settled') {
      const url = this.#urls[entry.url];
      const { document, hash } = entry.record;
      if (url !== undefined) this.#settled.set(url, entry.record);
      if (document !== undefined && hash !== undefined) this.#byHash.set(hash, document);
    }
  }

  #beginAnew({ source, at }: { readonly source: string; readonly at: number }): void {
    for (const [url, record] of this.#settled) this.#before.set(url, record);
    this.#settled.clear();
    this.#found.clear();
    this.#byHash.clear();
    this.#queue = [];
    this.#scope = undefined;
    this.#source = source;
    this.#begunAt = at;
    this.#hasEnded = false;
    this.#isPartial = false;
  }
}

function documentsIn(records: ReadonlyMap<string, PageRecord>): ReadonlyMap<string, string> {
  return new Map([...records].flatMap(([url, { document }]) => (document === undefined ? [] : [[url, document]])));
}
