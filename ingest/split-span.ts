import type { BlockKind } from '../src/core/document.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MeasuredSpan extends Span {
  readonly tokens: number;
}

export interface SplitLimits {
  readonly maxTokens: number;
  readonly countTokens: (text: string) => number;
}

/** A token is seldom longer on average; bounds spans whose tokenizer gives up on giant words. */
const charactersPerToken = 12;
/** Sentence ends, with closing quotes; ideographic ones need no blank. */
const sentenceEnd = /[.!?][)\]"'”’»]*\s+|[。！？][」』”）]*|\n+/gu;
const lineEnd = /\n+/gu;
const blank = /\s+/gu;

/**
 * Cuts a span into pieces of at most `maxTokens`, at the best boundary that serves: lines (code, rows) or sentences,
 * then blanks, then anywhere between two characters. Linear in the span's length; pieces are whole and in order.
 */
export function splitSpan(text: string, span: Span, kind: BlockKind, limits: SplitLimits): MeasuredSpan[] {
  const isLineWise = kind === 'code' || kind === 'row' || kind === 'table';
  const levels = isLineWise ? [lineEnd, blank] : [sentenceEnd, blank];
  return splitAtLevels(text, span, levels, limits);
}

function splitAtLevels(text: string, span: Span, levels: readonly RegExp[], limits: SplitLimits): MeasuredSpan[] {
  const maxCharacters = limits.maxTokens * charactersPerToken;
  if (span.end - span.start <= maxCharacters) {
    const tokens = limits.countTokens(text.slice(span.start, span.end));
    if (tokens <= limits.maxTokens) return [{ ...span, tokens }];
  }
  const [level, ...finer] = levels;
  if (level === undefined) return splitAnywhere(text, span, limits);
  const pieces: MeasuredSpan[] = [];
  for (const unit of unitsOf(text, span, level)) {
    for (const piece of splitAtLevels(text, unit, finer, limits)) pieces.push(piece);
  }
  return packed(pieces, limits.maxTokens, maxCharacters);
}

/** Joins neighbours again as long as they fit. */
function packed(pieces: readonly MeasuredSpan[], maxTokens: number, maxCharacters: number): MeasuredSpan[] {
  const result: MeasuredSpan[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const fits =
      last !== undefined && last.tokens + piece.tokens <= maxTokens && piece.end - last.start <= maxCharacters;
    if (fits) result[result.length - 1] = { start: last.start, end: piece.end, tokens: last.tokens + piece.tokens };
    else result.push(piece);
  }
  return result;
}

function* unitsOf(text: string, span: Span, boundary: RegExp): Generator<Span> {
  const slice = text.slice(span.start, span.end);
  let start = 0;
  for (const match of slice.matchAll(boundary)) {
    const end = match.index + match[0].length;
    if (end >= slice.length) break;
    yield { start: span.start + start, end: span.start + end };
    start = end;
  }
  yield { start: span.start + start, end: span.end };
}

function splitAnywhere(text: string, span: Span, limits: SplitLimits): MeasuredSpan[] {
  const pieces: MeasuredSpan[] = [];
  // A character is at most a few tokens; a quarter leaves room for scripts with several tokens a character.
  const step = Math.max(1, Math.floor(limits.maxTokens / 4));
  for (let start = span.start; start < span.end; ) {
    let end = Math.min(span.end, start + step);
    if (end < span.end && isLowSurrogate(text.charCodeAt(end))) end += 1;
    pieces.push({ start, end, tokens: limits.countTokens(text.slice(start, end)) });
    start = end;
  }
  return packed(pieces, limits.maxTokens, limits.maxTokens * charactersPerToken);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
