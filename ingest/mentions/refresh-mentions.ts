import type { BundledTokens } from '../../src/models/bundled-tokens.js';
import { nameCandidates } from '../../src/retrieval/mention-graph/name-candidates.js';
import { NameDictionary } from '../../src/retrieval/mention-graph/name-dictionary.js';
import { nameWords } from '../../src/retrieval/mention-graph/name-words.js';
import { ownNames } from '../../src/retrieval/mention-graph/own-names.js';
import type {
  AnalysedChunk,
  ChunkMentions,
  ChunkPlace,
  IndexWriter,
  MentionState,
  NamedChunk,
} from '../../src/store/index-store.js';
import { prefetch } from '../prefetch.js';
import { ContextTerms, mentionedNames, mentionRow, type UnlinkedRow } from './mention-row.js';
import { rowHash } from './row-hash.js';
import { RowWriter } from './row-writer.js';
import { sharedNamesOf } from './shared-names.js';

/** Texts of one query; those of two queries are held at a time. */
const batchSize = 1_000;
const readAhead = 1;

export interface RefreshOptions {
  readonly writer: IndexWriter;
  /** Called only where a chunk is new. */
  readonly loadTokens: () => Promise<BundledTokens>;
  /** The last refresh was begun and not finished: with which names its rows were made is not known. */
  readonly isResumed?: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Refresh extends RefreshOptions {
  readonly rows: RowWriter;
}

/**
 * Brings the mention graph up to date with the chunks. The names that count, titles and names that several chunks share,
 * depend on all chunks: what an ingest adds may be mentioned by chunks that it did not touch, so that those are read
 * again, and only where the names that count have changed. An index grown step by step has the same graph as one made at
 * once.
 */
export async function refreshMentions(options: RefreshOptions): Promise<void> {
  const { kept, removed, missing, before } = compare(await options.writer.mentionState());
  if (missing.length + removed.length === 0 && options.isResumed !== true) return;
  const rows = new RowWriter(options.writer);
  const refresh = { ...options, rows };
  try {
    const added = await unlinkedRows(missing, refresh);
    const names = sharedNamesOf([...kept, ...added]);
    await relink(kept, options.isResumed === true ? new Set() : before, names, refresh);
    await link(added, new NameDictionary(names), refresh);
    await rows.drain();
  } finally {
    // The caller gives the index back as soon as this ends, so that nothing may still be writing.
    await rows.settled();
  }
  // Rows of chunks that are gone go last: until then the names that counted before can be told.
  await options.writer.replaceMentions([], removed);
}

/** Rows that stay, rows whose chunk is gone, chunks without a row, and the names that counted until now. */
function compare({ chunks, rows }: MentionState) {
  const hashes = new Map(chunks.map((chunk) => [chunk.id, rowHash(chunk)]));
  const kept = rows.filter(({ id, hash }) => hashes.get(id) === hash);
  const known = new Set(kept.map(({ id }) => id));
  return {
    kept,
    removed: rows.filter(({ id }) => !hashes.has(id)).map(({ id }) => id),
    missing: chunks.filter(({ id }) => !known.has(id)),
    before: sharedNamesOf(rows),
  };
}

/** The texts are read once more in `link` rather than kept: a large first ingest would hold them all. */
async function unlinkedRows(chunks: readonly ChunkPlace[], refresh: Refresh): Promise<UnlinkedRow[]> {
  const rows: UnlinkedRow[] = [];
  for await (const [batch, texts] of readTexts(chunks, refresh)) {
    for (const place of batch) {
      const { id, documentId, ordinal } = place;
      const text = texts.get(id)?.text ?? '';
      const candidates = [...new Set(nameCandidates(text, nameWords(text)))];
      rows.push({ id, documentId, ordinal, hash: rowHash(place), ...ownNames({ ...place, text }), candidates });
    }
  }
  return rows;
}

async function link(added: readonly UnlinkedRow[], dictionary: NameDictionary, refresh: Refresh): Promise<void> {
  if (added.length === 0) return;
  const parts = { dictionary, tokens: await refresh.loadTokens(), contextTerms: new ContextTerms() };
  for await (const [batch, texts] of readTexts(added, refresh)) {
    const linked = batch.flatMap((row) => {
      const chunk = texts.get(row.id);
      return chunk === undefined ? [] : [mentionRow(row, chunk, parts)];
    });
    await refresh.rows.write(linked);
  }
}

/** Links rows anew whose chunk mentions a name that counts since now, or that counted until now. */
async function relink(
  rows: readonly NamedChunk[],
  before: ReadonlySet<string>,
  names: ReadonlySet<string>,
  refresh: Refresh,
): Promise<void> {
  const gained = new NameDictionary([...names].filter((name) => !before.has(name)));
  const lost = new Set(rows.filter((row) => row.names.some((name) => !names.has(name))).map(({ id }) => id));
  if (gained.size + lost.size === 0) return;
  const dictionary = new NameDictionary(names);
  const read = gained.size > 0 ? rows : rows.filter(({ id }) => lost.has(id));
  for await (const [batch, texts] of readTexts(read, refresh)) {
    const textOf = (id: string) => texts.get(id)?.text ?? '';
    const touched = batch.filter(({ id }) => lost.has(id) || mentionedNames(textOf(id), [], gained).names.length > 0);
    const candidates = new Map(touched.map((row) => [row.id, row.candidates]));
    const stored = await refresh.writer.getMentions([...candidates.keys()]);
    const relinked = stored.map((row): ChunkMentions => {
      const mentioned = mentionedNames(textOf(row.id), row.titles, dictionary);
      return { ...row, ...mentioned, candidates: candidates.get(row.id) ?? [] };
    });
    await refresh.rows.write(relinked);
  }
}

/** Items in batches, with the texts of their chunks. */
async function* readTexts<T extends { readonly id: string }>(items: readonly T[], { writer, signal }: Refresh) {
  const count = Math.ceil(items.length / batchSize);
  const batches = Array.from({ length: count }, (_, at) => items.slice(at * batchSize, (at + 1) * batchSize));
  const read = prefetch(batches, readAhead, async (batch) => {
    const texts = await writer.getMentioningChunks(batch.map(({ id }) => id));
    return [batch, new Map(texts.map((text) => [text.id, text]))] as [T[], Map<string, AnalysedChunk>];
  });
  for await (const batch of read) {
    signal?.throwIfAborted();
    yield batch;
  }
}
