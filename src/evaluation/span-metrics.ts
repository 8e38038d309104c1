/** Characters from `start` up to, not including, `end` of one document. */
export interface Span {
  readonly document: string;
  readonly start: number;
  readonly end: number;
}

export interface SpanScores {
  readonly recall: number;
  readonly precision: number;
  readonly iou: number;
}

/**
 * Recall, precision and intersection over union of retrieved spans against reference spans, counted in characters as
 * Chroma's "Evaluating Chunking Strategies" does (Smith and Troynikov 2024): text that is retrieved twice, by chunks
 * that overlap, is found once and paid for twice. References of one query do not overlap.
 */
export function spanScores(retrieved: readonly Span[], references: readonly Span[]): SpanScores {
  const found = lengthOf(
    union(references.flatMap((reference) => retrieved.flatMap((span) => overlap(span, reference)))),
  );
  const wanted = lengthOf(references);
  const paid = lengthOf(retrieved);
  const missed = lengthOf(references.flatMap((reference) => remainder(reference, retrieved)));
  return { recall: ratio(found, wanted), precision: ratio(found, paid), iou: ratio(found, paid + missed) };
}

function overlap(a: Span, b: Span): Span[] {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return a.document === b.document && start < end ? [{ document: a.document, start, end }] : [];
}

/** What is left of a span after all others are taken out of it. */
function remainder(span: Span, others: readonly Span[]): Span[] {
  return others.reduce<Span[]>(
    (parts, other) =>
      parts.flatMap((part) => {
        const [shared] = overlap(part, other);
        if (shared === undefined) return [part];
        return [
          { ...part, end: shared.start },
          { ...part, start: shared.end },
        ].filter(({ start, end }) => start < end);
      }),
    [span],
  );
}

function union(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) =>
    a.document < b.document ? -1 : a.document > b.document ? 1 : a.start - b.start,
  );
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || last.document !== span.document || last.end < span.start) merged.push(span);
    else merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
  }
  return merged;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
