/** A sentence, row or list item of a text: exact offsets into it. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Formats whose lines are units of their own. */
const lineFormats = new Set(['csv']);
/** A record longer than this is quoted line by line. */
const longestRecord = 400;
/** What a full stop belongs to: initials and other single letters, abbreviations, German ordinals ("am 7. Januar"). */
const abbreviated =
  'e\\.g|i\\.e|cf|vs|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Inc|Ltd|Co|Corp|bzw|z\\.B|d\\.h|Nr|approx|Chr|ca|Mio|Mrd|Sr|Sra|Jr|núm';
const ordinal = '(?:[Aa]m|[Ii]m|[Dd](?:er|es|em|en|ie|as)|[Vv]om|[Zz]u[mr]|[Bb]is|[Aa]b|[Ss]eit) \\d{1,2}';
/** Sentence end; only in scripts with blanks does it need one. */
const sentenceEnd = new RegExp(
  `[.!?](?<!(?<![\\p{L}\\p{M}\\p{N}])(?:\\p{L}|${abbreviated}|${ordinal})[.!?])["'”’»)\\]]*\\s+(?=["'“‘«([]?[\\p{Lu}\\p{N}\\p{Lo}])|[。！？][」』”）]*`,
  'gu',
);
/** Lines that begin a unit: list items, table rows, headings, quotes. */
const opensUnit = /^\s*(?:[-*+•▪‣]\s|\d{1,3}[.)]\s|#{1,6}\s|\||>|```|~~~)/u;
/** A line this short that is followed by a capital is a heading or a table cell, not running text. */
const shortLine = 40;
/** "pure O", before a line "2 in space": extracted text has subscripts on lines of their own. */
const endsInSymbol = /\p{Ll}[ (]+\p{Lu}{1,2}$/u;

/** Splits a chunk's text into the units that an answer can quote. */
export function splitSentences(text: string, format: string): Sentence[] {
  return unitsOf(text, format).flatMap(({ start, end }) => trimmed(text, start, end));
}

function unitsOf(text: string, format: string): Range[] {
  if (lineFormats.has(format)) return lines(text);
  if (format === 'json') return records(text);
  if (format === 'code') return comments(text).flatMap((unit) => sentencesIn(text, unit));
  return paragraphs(text).flatMap((unit) => sentencesIn(text, unit));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function lines(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    ranges.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return ranges;
}

/** Records are separated by blank lines. */
function records(text: string): Range[] {
  const units: Range[] = [];
  let previous = '';
  for (const line of lines(text)) {
    const last = units.at(-1);
    const current = text.slice(line.start, line.end).trim();
    const isSame = last !== undefined && previous !== '' && current !== '' && line.end - last.start <= longestRecord;
    if (isSame) units[units.length - 1] = { start: last.start, end: line.end };
    else units.push(line);
    previous = current;
  }
  return units;
}

/** Code stays line by line; the wrapped prose of comments is joined. */
function comments(text: string): Range[] {
  const units: Range[] = [];
  let wasProse = false;
  for (const line of lines(text)) {
    const isProse = isCommentProse(text.slice(line.start, line.end));
    const last = units.at(-1);
    if (last !== undefined && isProse && wasProse) units[units.length - 1] = { start: last.start, end: line.end };
    else units.push(line);
    wasProse = isProse;
  }
  return units;
}

function isCommentProse(line: string): boolean {
  const bare = line.replace(/^\s*(?:#+|\/\/+|\/?\*+|--|"{3}|'{3})\s?/u, '').trim();
  return /^[\p{L}"'(]/u.test(bare) && !/[{};=]|\)\s*:?$/u.test(bare) && /\p{L}{2,} \p{L}+/u.test(bare);
}

/** Joins the wrapped lines of running text; everything else stays line by line. */
function paragraphs(text: string): Range[] {
  const units: Range[] = [];
  for (const line of lines(text)) {
    const last = units.at(-1);
    const before = last === undefined ? '' : text.slice(last.start, last.end);
    if (last !== undefined && continues(before, text.slice(line.start, line.end))) {
      units[units.length - 1] = { start: last.start, end: line.end };
    } else units.push(line);
  }
  return units;
}

function continues(before: string, line: string): boolean {
  const lastLine = before.slice(before.lastIndexOf('\n') + 1).trimEnd();
  if (lastLine === '' || line.trim() === '' || opensUnit.test(line) || /^\s*[#|]/u.test(lastLine)) return false;
  const next = line.trimStart();
  if (/^[\p{Ll},;)]/u.test(next)) return true;
  if (endsInSymbol.test(lastLine) && /^\d+(?:[,;)]| \p{Ll})/u.test(next)) return true;
  return lastLine.length > shortLine && !/[:|]$/u.test(lastLine);
}

function sentencesIn(text: string, range: Range): Range[] {
  const slice = text.slice(range.start, range.end);
  const ranges: Range[] = [];
  let start = 0;
  for (const match of slice.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    ranges.push({ start: range.start + start, end: range.start + end });
    start = end;
  }
  if (start < slice.length) ranges.push({ start: range.start + start, end: range.end });
  return ranges;
}

function trimmed(text: string, start: number, end: number): Sentence[] {
  const raw = text.slice(start, end);
  const lead = raw.length - raw.trimStart().length;
  const body = raw.trim();
  return body === '' ? [] : [{ start: start + lead, end: start + lead + body.length, text: body }];
}

/** The sentence as an answer shows it: Markdown marks, bullets and line wraps gone. The quote keeps them. */
export function readable(sentence: string): string {
  return withoutLoneMark(sentence)
    .replace(/(?<=[^\n.;:])\n(?=[\w.]+: )/gu, '; ')
    .replace(/^\s*(?:[-*+•▪‣]|\d{1,3}[.)]|>|#{1,6}|\/\/)\s+|^\s*(?:"{3}|'{3}|\/\*\*?)\s*/u, '')
    .replace(/\n\s*(?:\/\/|#|\*)\s+/gu, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/(\*\*|__)(.+?)\1/gu, '$2')
    .replace(/(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])/gu, '$1')
    .replace(/^\||\|$/gu, '')
    .replace(/\s*\|\s*/gu, ' | ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Stress that spans several sentences begins in one and ends in another. */
function withoutLoneMark(sentence: string): string {
  if (sentence.match(/[*_]+/gu)?.length !== 1) return sentence;
  return sentence.replace(/^\s*[*_]{1,2}(?=\p{Lu}[\p{Ll} ])|(?<=[.!?])[*_]{1,2}(?=\s*$)/u, '');
}
