import { DocentError, errorMessage } from '../../core/errors.js';
import { addressesIn } from './addresses.js';
import type { FoundPage, ReadPage, WebAccess } from './web-access.js';

/** Pages that one run may read. */
const mostPages = 12;
/** Results of one search. */
const resultsPerSearch = 8;

/**
 * What one run does on the web. It visits addresses only that the question, a search result or a page of the same host
 * has named, letter for letter: an instruction hidden in a page cannot make the agent carry words to an address.
 */
export class WebSession {
  readonly #access: WebAccess;
  readonly #known = new Set<string>();
  readonly #pages = new Map<string, Promise<ReadPage>>();
  readonly #failures = new Set<string>();
  readonly #queries: string[] = [];
  #hasFound = false;
  #readings = 0;

  constructor(access: WebAccess, question: string) {
    this.#access = access;
    for (const url of addressesIn(question)) this.#learn(url);
  }

  /** Addresses that the question names. */
  get named(): readonly string[] {
    return this.#queries.length === 0 && this.#pages.size === 0 ? [...this.#known] : [];
  }

  get queries(): readonly string[] {
    return this.#queries;
  }

  /** Why the web was of no use, one line each. */
  get failures(): readonly string[] {
    return [...this.#failures];
  }

  /** Whether text from the web has come into the run. */
  get hasRead(): boolean {
    return this.#pages.size > 0 || this.#queries.length > 0;
  }

  /** Whether nothing came of it: no search worked and no page could be read. */
  get isDown(): boolean {
    return this.#failures.size > 0 && !this.#hasFound && this.#readings === 0;
  }

  /** Pages that were read, for keeping. */
  async pages(): Promise<readonly ReadPage[]> {
    const settled = await Promise.allSettled(this.#pages.values());
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  async search(query: string, signal: AbortSignal): Promise<readonly FoundPage[]> {
    this.#queries.push(query);
    try {
      const found = await this.#access.search(query, { count: resultsPerSearch, signal });
      this.#hasFound = true;
      for (const { url } of found) this.#learn(url);
      return found;
    } catch (error) {
      this.#note(error, signal);
      throw error;
    }
  }

  async visit(url: string, signal: AbortSignal): Promise<ReadPage> {
    const wanted = normalised(url);
    if (wanted === undefined || !this.#known.has(wanted)) {
      throw new DocentError('web-address-refused', `The address ${url.slice(0, 200)} was named by no search result.`, {
        hint: 'Visit an address that a search has returned, exactly as it was written.',
      });
    }
    const reading = this.#pages.get(wanted) ?? this.#read(wanted, signal);
    try {
      const page = await reading;
      this.#readings += 1;
      for (const link of page.links) if (sameHost(link.url, page.url)) this.#learn(link.url);
      return page;
    } catch (error) {
      this.#pages.delete(wanted);
      this.#note(error, signal);
      throw error;
    }
  }

  #read(url: string, signal: AbortSignal): Promise<ReadPage> {
    if (this.#pages.size >= mostPages) {
      throw new DocentError('invalid-request', `${mostPages} pages have been read for this question.`, {
        hint: 'Go on with what they say.',
      });
    }
    const reading = this.#access.visit(url, { signal });
    this.#pages.set(url, reading);
    return reading;
  }

  #learn(url: string): void {
    const known = normalised(url);
    if (known !== undefined) this.#known.add(known);
  }

  #note(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#failures.add(errorMessage(error));
  }
}

function normalised(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : undefined;
}

function sameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host;
}
