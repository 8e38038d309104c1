/** UTF-16 offsets, end exclusive. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** A part's places in the whole: the first that starts at or after a position. */
type Places = (from: number) => Slice | undefined;

/**
 * Where parts of a text stand in it, blanks counting alike; undefined for a part that does not. A repeated passage gets
 * its own place for each part: parts follow each other without overlap, or, where they cannot, overlapping, or, where
 * they are not in order, each copy of a part at the next place of its text.
 */
export function slicesOf(whole: string, parts: readonly string[]): (Slice | undefined)[] {
  const places = parts.map((part) => placesOf(whole, part));
  return (
    inOrder(places, (last) => last.end) ??
    // A splitter's next part starts later and ends later than the last one.
    inOrder(places, (last, length) => Math.max(last.start + 1, last.end - length + 1)) ??
    outOfOrder(parts, places)
  );
}

/** undefined where a part that stands somewhere does not stand behind the one before it. */
function inOrder(
  places: readonly Places[],
  nextStart: (last: Slice, length: number) => number,
): (Slice | undefined)[] | undefined {
  const slices: (Slice | undefined)[] = [];
  let last: Slice | undefined;
  for (const placeFrom of places) {
    const first = placeFrom(0);
    const slice =
      first === undefined || last === undefined ? first : placeFrom(nextStart(last, first.end - first.start));
    if (first !== undefined && slice === undefined) return undefined;
    slices.push(slice);
    last = slice ?? last;
  }
  return slices;
}

function outOfOrder(parts: readonly string[], places: readonly Places[]): (Slice | undefined)[] {
  const last = new Map<string, Slice>();
  return places.map((placeFrom, index) => {
    const part = parts[index] ?? '';
    const slice = placeFrom((last.get(part)?.start ?? -1) + 1) ?? placeFrom(0);
    if (slice !== undefined) last.set(part, slice);
    return slice;
  });
}

function placesOf(whole: string, part: string): Places {
  if (whole.includes(part)) {
    return (from) => {
      const start = whole.indexOf(part, from);
      return start < 0 ? undefined : { start, end: start + part.length };
    };
  }
  const words = part.split(/\s+/u).filter((word) => word !== '');
  if (words.length < 2) return () => undefined;
  const pattern = new RegExp(words.map(escaped).join('\\s+'), 'gu');
  return (from) => {
    pattern.lastIndex = from;
    const match = pattern.exec(whole);
    return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
  };
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
