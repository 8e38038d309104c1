import type { DocentError } from '../../src/core/errors.js';
import { documentIdOf } from '../../src/core/hash.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { publicNetwork, type WebNetwork } from '../../src/web/web-network.js';
import type { Candidate } from '../candidate.js';
import type { ExamineOptions } from '../examine.js';
import type { Extractor } from '../extractor.js';
import type { FileFailure, Journal } from '../journal.js';
import { settingsFingerprint } from '../settings.js';
import type { IngestTally } from '../tally.js';
import { Crawl } from './crawl.js';
import { type CrawlLimits, defaultCrawlLimits } from './crawl-limits.js';
import { inScope } from './crawl-scope.js';
import { CrawlState, crawlStatePath } from './crawl-state.js';
import { type Pause, pauseBy } from './host-gate.js';
import { webExtractorVersion } from './page-candidate.js';
import { PoliteFetcher } from './polite-fetcher.js';
import { isSite } from './sitemap.js';
import { isWebAddress, sourceText, sourceUrl, type WebSource } from './web-source.js';

/** Pages and sites of the web, as one ingest reads them. */
export interface WebIngest {
  readonly sources: readonly WebSource[];
  /** Of the index: what is known of each site is kept there. */
  readonly folder: string;
  /** A source that cannot be read at all ends the ingest, as a rebuild would lose what came from it. */
  readonly mustSucceed?: boolean | undefined;
  readonly network?: WebNetwork | undefined;
  readonly pause?: Pause | undefined;
  readonly limits?: Partial<CrawlLimits> | undefined;
}

export interface SitesPlace {
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly tally: IngestTally;
  readonly extractors: readonly Extractor[];
  readonly examineOptions: ExamineOptions;
  readonly signal: AbortSignal | undefined;
  /** Brings one page into the index, or lists why not; tells whether it is in. */
  readonly take: (candidate: Candidate) => Promise<boolean>;
  /** Commits what was taken. */
  readonly commit: () => Promise<void>;
}

/** A crawl that was killed longer ago begins anew: the pages that it read may be others now. */
const staleAfterMs = 24 * 60 * 60 * 1000;

/** Reads the sources one after the other. Returns the ids of documents that left the index. */
export async function ingestSites(web: WebIngest, place: SitesPlace): Promise<readonly string[]> {
  const gone: string[] = [];
  for (const source of web.sources) gone.push(...(await ingestSite(source, web, place)));
  return gone;
}

async function ingestSite(source: WebSource, web: WebIngest, place: SitesPlace): Promise<readonly string[]> {
  const { network = publicNetwork } = web;
  const limits = { ...defaultCrawlLimits, ...web.limits };
  const signal = place.signal ?? new AbortController().signal;
  const state = await CrawlState.open(crawlStatePath(web.folder, source.url));
  const current = currentDocuments(place);
  const nowMs = network.clock.now();
  if (state.isUnfinished(sourceText(source), nowMs - staleAfterMs)) {
    state.resume(({ document = '', hash }) => current(document)?.contentHash === hash);
  } else state.begin(sourceText(source), nowMs);
  const pause = web.pause ?? pauseBy(network.clock);
  const fetcher = new PoliteFetcher({ network, limits, pause, rate: source.rate, signal });
  const crawl = new Crawl({ source, state, fetcher, extractors: place.extractors, limits, current, signal });
  const failed = await takeAll(crawl, { ...place, state, source });
  if (crawl.stopped !== undefined && web.mustSucceed === true) throw crawl.stopped;
  return finish(crawl, { ...place, state, source, failed, folder: web.folder });
}

/** What is in the index and would come out the same today. */
function currentDocuments({ examineOptions, extractors }: SitesPlace) {
  const { stored, pending, settings } = examineOptions;
  const versions = new Map(extractors.map((each) => [each.format, webExtractorVersion(each)]));
  return (uri: string) => {
    const id = documentIdOf(uri);
    const known = stored.get(id);
    if (known === undefined || pending.has(id)) return undefined;
    const fingerprint = settingsFingerprint(settings, known.format, versions.get(known.format) ?? 0);
    return known.settingsFingerprint === fingerprint ? known : undefined;
  };
}

interface StatePlace extends SitesPlace {
  readonly state: CrawlState;
  readonly source: WebSource;
}

/** Returns the addresses and URIs of pages that did not get into the index. */
async function takeAll(crawl: Crawl, place: StatePlace): Promise<ReadonlySet<string>> {
  const { state, source, tally, writer } = place;
  const failed = new Set(crawl.failed.keys());
  // One commit in about three seconds: it takes a tenth of one, and a killed crawl reads no more than these again.
  const pagesPerCommit = Math.min(10, Math.ceil(3 * source.rate));
  let taken = 0;
  let isRefused = false;
  for await (const visited of crawl.visits()) {
    if (visited.kind === 'refused') {
      isRefused = true;
      tally.refuse(failureOf(visited.url, visited.error));
    } else if (visited.kind === 'skipped') tally.skip({ uri: visited.skipped.path }, visited.skipped.reason);
    else {
      const { candidate } = visited;
      if (taken === 0) await record(source, writer);
      tally.expect(candidate, Math.min(state.waitingCount, source.maxPages - state.settledCount));
      if (!(await place.take(candidate))) failed.add(candidate.uri).add(candidate.name);
      taken += 1;
      if (taken % pagesPerCommit === 0) await place.commit();
    }
  }
  tally.expectNoMore();
  await place.commit();
  await (isRefused ? state.discard() : state.save());
  return failed;
}

/** At its first page, so that an ingest without paths goes on with a crawl that was killed. */
async function record(source: WebSource, writer: IndexWriter): Promise<void> {
  const { sources } = await writer.manifest();
  const text = sourceText(source);
  const at = sources.findIndex((each) => sourceUrl(each) === source.url);
  await writer.setSources(at === -1 ? [...sources, text] : sources.with(at, text));
}

interface Finish extends StatePlace {
  readonly failed: ReadonlySet<string>;
  readonly folder: string;
}

/** Takes out what is gone, and forgets failures that are over. */
async function finish(crawl: Crawl, place: Finish): Promise<readonly string[]> {
  const { state, journal, writer } = place;
  const earlier = state.earlierDocuments();
  // Also by way of a redirect: what a failed address led to is not gone.
  const kept = new Set([...crawl.failed.keys()].flatMap((url) => earlier.get(url) ?? []));
  const vanished = await vanishedDocuments(crawl, kept, place);
  if (vanished.length > 0) {
    await journal.begin(vanished);
    await writer.deleteDocuments(vanished);
    await journal.finish(vanished);
  }
  for (const { uri } of journal.failures()) if (isOver(uri, crawl, place)) await journal.resolveFailure(uri);
  if (crawl.stopped !== undefined) return vanished;
  await state.end((url) => !crawl.isWhole || crawl.failed.has(url) || kept.has(earlier.get(url) ?? ''));
  return vanished;
}

/** Documents of earlier crawls that this one did not see, where it saw all; else those that it saw go. */
async function vanishedDocuments(crawl: Crawl, kept: ReadonlySet<string>, place: Finish): Promise<readonly string[]> {
  const { state, source, folder, writer, examineOptions } = place;
  const now = new Set(state.documents().values());
  const isGone = (url: string) => crawl.isWhole || state.settledPage(url) !== undefined;
  const left = [...state.earlierDocuments()]
    .filter(([url, uri]) => isGone(url) && !now.has(uri) && !kept.has(uri))
    .map(([, uri]) => uri);
  if (left.length === 0) return [];
  const { sources } = await writer.manifest();
  const others = sources.map(sourceUrl).filter((url) => isWebAddress(url) && url !== source.url);
  const states = await Promise.all(others.map((url) => CrawlState.open(crawlStatePath(folder, url))));
  const shared = new Set(states.flatMap((each) => [...each.allDocuments()]));
  const ids = new Set(left.filter((uri) => !shared.has(uri)).map(documentIdOf));
  return [...ids].filter((id) => examineOptions.stored.get(id) !== undefined);
}

/** A failure of before whose address was read now, or is no part of the site any more. */
function isOver(uri: string, crawl: Crawl, { state, source, failed }: Finish): boolean {
  if (failed.has(uri)) return false;
  if (state.settledPage(uri) !== undefined) return true;
  if (crawl.stopped !== undefined) return false;
  if (uri.split('#')[0] === source.url) return true;
  // A single page says nothing of its neighbours.
  return isSite(source) && crawl.isWhole && state.scope !== undefined && inScope(state.scope, uri) !== undefined;
}

function failureOf(url: string, { code, message, hint }: DocentError): FileFailure {
  return { uri: url, name: url, code, reason: message, hint, at: new Date().toISOString() };
}
