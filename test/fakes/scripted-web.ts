import type { FoundPage, ReadPage, WebAccess } from '../../src/agent/web/web-access.js';
import { DocentError } from '../../src/core/errors.js';

/** A web of a few pages: address → title and text, or the error that it ends in. */
export class ScriptedWeb implements WebAccess {
  readonly #pages: ReadonlyMap<string, { readonly title: string; readonly text: string } | DocentError>;
  readonly searches: string[] = [];
  readonly visits: string[] = [];
  /** Searches that find nothing. */
  readonly barren = new Set<string>();
  /** What every search ends in, where it fails. */
  failure: DocentError | undefined;

  constructor(pages: Readonly<Record<string, { readonly title: string; readonly text: string } | DocentError>>) {
    this.#pages = new Map(Object.entries(pages));
  }

  async search(query: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly FoundPage[]> {
    signal.throwIfAborted();
    this.searches.push(query);
    if (this.failure !== undefined) throw this.failure;
    if (this.barren.has(query)) return [];
    return [...this.#pages].map(([url, page]) => ({
      title: page instanceof DocentError ? 'Broken' : page.title,
      url,
      snippet: page instanceof DocentError ? '' : page.text.slice(0, 60),
    }));
  }

  async visit(url: string, { signal }: { readonly signal: AbortSignal }): Promise<ReadPage> {
    signal.throwIfAborted();
    this.visits.push(url);
    const page = this.#pages.get(url);
    if (page === undefined) throw new DocentError('web-page-failed', `There is no page ${url}.`);
    if (page instanceof DocentError) throw page;
    return { url, ...page, links: [], accessedAt: '2026-11-21T12:00:00.000Z' };
  }
}
