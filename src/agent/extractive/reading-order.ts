import type { SentenceCandidate } from './sentence-candidates.js';

/**
 * Passages by their likeliest sentence, but one that leads to another before it: "Get Low is a song by Dillon Francis",
 * then when he was born. Within a passage as it stands there.
 */
export function inReadingOrder(chosen: readonly SentenceCandidate[]): readonly SentenceCandidate[] {
  const passages = new Map<string, SentenceCandidate[]>();
  for (const candidate of [...chosen].sort((a, b) => b.probability - a.probability)) {
    const { id } = candidate.hit.chunk;
    passages.set(id, [...(passages.get(id) ?? []), candidate]);
  }
  const ordered = new Set<readonly SentenceCandidate[]>();
  for (const passage of passages.values()) {
    for (const other of passages.values()) if (leadsTo(other, passage)) ordered.add(other);
    ordered.add(passage);
  }
  return [...ordered].flatMap((passage) => [...passage].sort((a, b) => a.sentence.start - b.sentence.start));
}

/** Only towards what the question does not name itself: that is where it walks. */
function leadsTo(from: readonly SentenceCandidate[], to: readonly SentenceCandidate[]): boolean {
  const target = to[0];
  if (from === to || target === undefined || target.isTitleAsked) return false;
  return from.some(({ names }) => names.includes(target.hit.chunk.documentId));
}
