import type { IndexWriter, StoredDocument } from '../src/store/index-store.js';
import { type IndexedSource, indexedPath } from './indexed-source.js';
import type { Journal } from './journal.js';
import { linkIndex } from './mentions/link-index.js';
import { namedSources } from './named-sources.js';
import { indexedSite } from './web/indexed-site.js';
import { isWebAddress } from './web/web-source.js';

export interface RemovalOptions {
  /** Name of the index, for the summary and errors. */
  readonly index: string;
  /** Folders, files and web addresses, each a source of the index. */
  readonly sources: readonly string[];
  readonly writer: IndexWriter;
  readonly journal: Journal;
  /** The index's, where the state of sites lies. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/** What one removal did; `docent remove --json` prints it. */
export interface RemovalSummary {
  readonly index: string;
  /** The sources that went, as they stood in the index's list. */
  readonly removed: readonly string[];
  /** `kept`: documents of these sources that another source holds as well. */
  readonly documents: { readonly deleted: number; readonly kept: number };
  readonly chunks: { readonly deleted: number };
  /** What the index is built from now. */
  readonly sources: readonly string[];
  readonly durationMs: number;
}

/**
 * Takes sources out of an index, with the documents that no other source holds; nothing else is read or embedded again.
 * The list of sources changes last: killed on the way, the same removal again completes it, and an ingest of all sources
 * undoes it.
 * @throws DocentError `invalid-request` for what is no source, or a part of one, before anything is done; else what
 *   the store throws, or the signal's reason
 */
export async function removeSources(options: RemovalOptions): Promise<RemovalSummary> {
  const { index, writer, journal, folder } = options;
  const started = performance.now();
  const { sources: texts } = await writer.manifest();
  const sources = await Promise.all(texts.map((text) => indexedSource(text, folder)));
  const removed = await namedSources(options.sources, sources, index);
  const remaining = sources.filter((source) => !removed.includes(source));

  await writer.dropRebuild();
  await dropUnfinished(options);
  const { gone, kept } = splitDocuments(await writer.allDocuments(), removed, remaining);
  await deleteDocuments(gone, options);
  await linkIndex(options);
  for (const { uri } of journal.failures()) {
    if (isCovered(uri, removed) && !isCovered(uri, remaining)) await journal.resolveFailure(uri);
  }
  for (const source of removed) await source.forget();
  await writer.setSources(remaining.map(({ text }) => text));
  await journal.compact();
  await writer.compact();
  return {
    index,
    removed: removed.map(({ text }) => text),
    documents: { deleted: gone.length, kept },
    chunks: { deleted: gone.reduce((sum, { chunkCount }) => sum + chunkCount, 0) },
    sources: remaining.map(({ text }) => text),
    durationMs: Math.round(performance.now() - started),
  };
}

async function indexedSource(text: string, folder: string): Promise<IndexedSource> {
  return isWebAddress(text) ? indexedSite(text, folder) : indexedPath(text);
}

/** Documents that go, and the number of those that stay because a source that stays holds them. */
function splitDocuments(
  documents: readonly StoredDocument[],
  removed: readonly IndexedSource[],
  remaining: readonly IndexedSource[],
) {
  const isHeld = ({ uri }: StoredDocument) => remaining.some((source) => source.holds(uri));
  // A crawl that was killed may not have noted its last page: pages go by where they lie, too, and all with the last site.
  const isLastSite = removed.some(({ isSite }) => isSite) && !remaining.some(({ isSite }) => isSite);
  const belongs = ({ uri }: StoredDocument) =>
    removed.some((source) => source.holds(uri)) || isCovered(uri, removed) || (isLastSite && isWebAddress(uri));
  const own = documents.filter(belongs);
  const gone = own.filter((document) => !isHeld(document));
  return { gone, kept: own.length - gone.length };
}

function isCovered(uri: string, sources: readonly IndexedSource[]): boolean {
  return sources.some((source) => source.covers(uri));
}

/** What an interrupted ingest has left of documents that never got a row. */
async function dropUnfinished({ writer, journal }: RemovalOptions): Promise<void> {
  const pending = [...journal.pending()];
  if (pending.length === 0) return;
  await writer.dropOrphans(pending);
  const known = new Set((await writer.allDocuments()).map(({ id }) => id));
  await journal.finish(pending.filter((id) => !known.has(id)));
}

async function deleteDocuments(gone: readonly StoredDocument[], { writer, journal }: RemovalOptions): Promise<void> {
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return;
  await journal.begin(ids);
  await writer.deleteDocuments(ids);
  await journal.finish(ids);
}
