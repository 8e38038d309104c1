import { type Hit, viewerPageOf } from '../../../src/core/hit.js';
import type { HitBody } from '../schemas/hit.js';

export function presentHit({ rank, score, parts, chunk }: Hit): HitBody {
  const page = viewerPageOf(chunk);
  return {
    rank,
    score,
    parts,
    documentId: chunk.documentId,
    document: chunk.document.name,
    title: chunk.document.title,
    ...(page === undefined ? {} : { page }),
    headings: chunk.headings,
    location: chunk.pageLabel,
    unit: chunk.pageStart,
    chunkId: chunk.id,
    start: chunk.start,
    end: chunk.end,
    text: chunk.text,
  };
}
