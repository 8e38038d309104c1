import type { Hit, StoredChunk } from '../../../src/core/hit.js';
import type { HitBody } from '../schemas/hit.js';

/** Only such places are pages that a viewer numbers; the same rule as for citations. */
function hasPages({ document, pageLabel }: StoredChunk): boolean {
  return document.format === 'pdf' || /^p\. \d+$/u.test(pageLabel);
}

export function presentHit({ rank, score, parts, chunk }: Hit): HitBody {
  return {
    rank,
    score,
    parts,
    documentId: chunk.documentId,
    document: chunk.document.name,
    title: chunk.document.title,
    ...(hasPages(chunk) ? { page: chunk.pageStart } : {}),
    headings: chunk.headings,
    location: chunk.pageLabel,
    unit: chunk.pageStart,
    chunkId: chunk.id,
    start: chunk.start,
    end: chunk.end,
    text: chunk.text,
  };
}
