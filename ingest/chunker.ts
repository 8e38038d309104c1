import type { Chunk } from '../src/core/chunk.js';
import type { Block, Document, Page } from '../src/core/document.js';
import { hashOf } from '../src/core/hash.js';
import { contextOf } from './chunk-context.js';
import { type MeasuredSpan, splitSpan } from './split-span.js';

/** Counted up whenever the same document would be cut otherwise. */
export const chunkerVersion = 1;

export interface ChunkLimits {
  /** Upper bound for a chunk with its context, in the encoder's tokens. */
  readonly maxTokens: number;
  readonly countTokens: (text: string) => number;
}

interface Piece extends MeasuredSpan {
  readonly block: Block;
}

/** Sections below this share of a chunk are joined with the next one: a heading with one line finds nothing alone. */
const smallShare = 0.15;
/** The context never takes more than this share of a chunk. */
const contextShare = 0.4;

/**
 * Cuts a document along its structure: whole blocks are packed up to `maxTokens`, never across pages of a paginated
 * document, across headings only where a section is tiny; longer blocks are split at sentences or lines. Each chunk is an
 * exact slice of the text; together they hold all of its blocks in order. Linear in the length of the text.
 */
export function chunkDocument(document: Document, limits: ChunkLimits): Chunk[] {
  const pages = new Map(document.pages.map((page) => [page.number, page]));
  const roomUnder = roomMeasure(document, limits);
  const chunks: Chunk[] = [];
  let group: Piece[] = [];
  let tokens = 0;
  const flush = () => {
    if (group.length > 0) chunks.push(toChunk(document, group, { ordinal: chunks.length, pages, tokens }));
    group = [];
    tokens = 0;
  };
  for (const piece of piecesOf(document, limits, roomUnder)) {
    const first = group[0]?.block;
    if (first !== undefined) {
      const isFull = tokens + piece.tokens > roomUnder(first.headings);
      const isElsewhere = piece.block.page !== first.page && pages.get(first.page)?.kind !== 'section';
      if (isFull || isElsewhere || startsSection(group, piece, tokens / limits.maxTokens)) flush();
    }
    group.push(piece);
    tokens += piece.tokens;
  }
  flush();
  return chunks;
}

type RoomMeasure = (headings: readonly string[]) => number;

/** Tokens that a chunk under these headings has for its text, beside its context. */
function roomMeasure(document: Document, limits: ChunkLimits): RoomMeasure {
  const known = new Map<string, number>();
  return (headings) => {
    const key = headings.join('\n');
    const measured = known.get(key);
    if (measured !== undefined) return measured;
    const context = limits.countTokens(contextOf(document, headings));
    const room = limits.maxTokens - Math.min(context, Math.floor(limits.maxTokens * contextShare));
    known.set(key, room);
    return room;
  };
}

function* piecesOf(document: Document, limits: ChunkLimits, roomUnder: RoomMeasure): Generator<Piece> {
  let headingTokens = 0;
  for (const block of document.blocks) {
    const room = roomUnder(block.headings);
    // Room for the heading above, so that no heading ends up alone in a chunk.
    const maxTokens = block.kind === 'heading' ? room : Math.max(Math.ceil(room / 2), room - headingTokens);
    const spans = splitSpan(document.text, block, block.kind, { maxTokens, countTokens: limits.countTokens });
    for (const span of spans) yield { ...span, block };
    headingTokens = block.kind === 'heading' ? headingTokens + (spans[0]?.tokens ?? 0) : 0;
  }
}

/** Whether the piece opens a section, and what is gathered so far is large enough to stand alone. */
function startsSection(group: readonly Piece[], next: Piece, filled: number): boolean {
  const last = group.at(-1)?.block;
  if (last === undefined || last.kind === 'heading') return false;
  const isNew = next.block.kind === 'heading' || next.block.headings.join('\n') !== last.headings.join('\n');
  return isNew && filled >= smallShare;
}

interface Place {
  readonly ordinal: number;
  readonly pages: ReadonlyMap<number, Page>;
  readonly tokens: number;
}

function toChunk(document: Document, group: readonly Piece[], { ordinal, pages, tokens }: Place): Chunk {
  const { start, end } = trimmed(document.text, group[0]?.start ?? 0, group.at(-1)?.end ?? 0);
  const text = document.text.slice(start, end);
  const headings = headingsOf(group);
  const context = contextOf(document, headings);
  const pageStart = group[0]?.block.page ?? 1;
  return {
    id: hashOf(document.id, String(start), String(end), text).slice(0, 24),
    documentId: document.id,
    ordinal,
    text,
    start,
    end,
    context,
    headings,
    pageStart,
    pageEnd: group.at(-1)?.block.page ?? pageStart,
    pageLabel: pages.get(pageStart)?.label ?? '',
    tokens,
    hash: hashOf(context, text).slice(0, 32),
    metadata: document.metadata,
  };
}

/** Headings that all pieces of the group stand under; those of the first piece where they share none. */
function headingsOf(group: readonly Piece[]): readonly string[] {
  const first = group[0]?.block.headings ?? [];
  const shared = first.filter((heading, depth) => group.every((piece) => piece.block.headings[depth] === heading));
  return shared.length > 0 ? shared : first;
}

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && /\s/u.test(text[from] ?? '')) from += 1;
  while (to > from && /\s/u.test(text[to - 1] ?? '')) to -= 1;
  return { start: from, end: to };
}
