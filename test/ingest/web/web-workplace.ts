import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebIngest } from '../../../ingest/web/ingest-sites.js';
import { type CrawlOptions, webSource } from '../../../ingest/web/web-source.js';
import { openIndexReader } from '../../../src/store/open-index.js';
import {
  closeSites,
  loopbackNetwork,
  type ScriptedSite,
  startSite,
  type TestNetwork,
  type TestNetworkOptions,
} from '../../web/scripted-site.js';
import { happened, IngestWorkplace, type Run } from '../ingest-workplace.js';

export interface SitePage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

type Answer = SitePage | string | ((request: IncomingMessage) => SitePage | string);

export interface WebRun extends CrawlOptions, Pick<WebIngest, 'limits' | 'mustSucceed'> {
  readonly run?: Run;
}

/** A page of HTML with a text of its own and links. */
export function html(text: string, links: readonly string[] = [], head = ''): string {
  const anchors = links.map((link) => `<li><a href="${link}">${link.split('/').at(-1)}</a></li>`).join('');
  return `<!doctype html><html><head><title>${text.split('.')[0]}</title>${head}</head><body><p>${text}</p><ul>${anchors}</ul></body></html>`;
}

/** A site over loopback whose pages a test changes as it likes, an index, and a clock that moves only where one waits. */
export class WebWorkplace {
  readonly place = new IngestWorkplace();
  readonly network: TestNetwork;
  /** Every request: its path, when it came by the clock, and its headers. */
  readonly requests: { readonly path: string; readonly at: number; readonly headers: IncomingMessage['headers'] }[] =
    [];
  /** By path with query; `/robots.txt` is not there unless a test says so. */
  pages: Record<string, Answer> = {};
  /** For paths that no page is named for. */
  otherwise: (path: string) => Answer = () => ({ status: 404, body: 'Nothing is here.' });
  #site: ScriptedSite | undefined;

  constructor(network: TestNetworkOptions = {}) {
    this.network = loopbackNetwork(network);
  }

  async open(): Promise<void> {
    this.#site = await startSite((request, response) => this.#answer(request, response));
  }

  get origin(): string {
    return this.#site?.origin ?? '';
  }

  url(path: string): string {
    return `${this.origin}${path}`;
  }

  /** Paths that were asked for since the last call; the rules of the site are left out. */
  asked(): string[] {
    return this.requests.splice(0).flatMap(({ path }) => (path === '/robots.txt' ? [] : [path]));
  }

  readonly pause = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.network.clock.advance(ms);
  };

  /** What `docent ingest URL` does. */
  async ingest(path: string, { limits, mustSucceed, run, ...options }: WebRun = {}) {
    const { network, pause } = this;
    const sources = [webSource(this.url(path), options, network)];
    const folder = this.place.uri;
    return this.place.ingest({ paths: [], web: { sources, folder, network, pause, limits, mustSucceed }, ...run });
  }

  /** The counts of an ingest, and the paths of the documents after it. */
  async after(path: string, options?: WebRun): Promise<Record<string, unknown>> {
    const summary = await this.ingest(path, options);
    return { ...happened(summary), documents: await this.documents() };
  }

  /** Paths of the documents in the index, in order. */
  async documents(): Promise<string[]> {
    const { documents } = await this.place.snapshot();
    return documents.map(({ uri }) => String(uri).replace(this.origin, '')).sort();
  }

  /** Of the index, as `docent status` shows them. */
  async sources(): Promise<string[]> {
    const reader = await openIndexReader(this.place.uri);
    const { sources } = await reader.manifest();
    await reader.close();
    return sources.map((source) => source.replace(this.origin, ''));
  }

  async failures(): Promise<string[]> {
    const failures = (await this.place.journal()).failures();
    return failures.map(({ uri, code }) => `${uri.replace(this.origin, '')}: ${code}`);
  }

  async close(): Promise<void> {
    await closeSites();
    this.place.remove();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.requests.push({ path, at: this.network.clock.now(), headers: request.headers });
    const scripted = this.pages[path] ?? (path === '/robots.txt' ? { status: 404 } : this.otherwise(path));
    const answer = typeof scripted === 'function' ? scripted(request) : scripted;
    const { status = 200, headers = {}, body = '' } = typeof answer === 'string' ? { body: answer } : answer;
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  }
}
