import type { StoredChunk } from '../../src/core/hit.js';
import { analyzeQuery } from '../../src/store/text-analysis.js';
import type { TuneQuestion } from './tune-question.js';

/** A heading of fewer search terms says too little by itself. */
const fewestTerms = 2;

/**
 * The innermost heading of each chunk that begins its section, asked for as it stands; with the title of its document
 * where several documents have it, or it is one word. Retrieval sees headings too, so that these are easy.
 */
export function headingQuestions(chunks: readonly StoredChunk[]): TuneQuestion[] {
  const documents = new Map<string, Set<string>>();
  for (const { headings, documentId } of chunks) {
    for (const heading of headings) documents.set(heading, (documents.get(heading) ?? new Set()).add(documentId));
  }
  return chunks.flatMap(({ id, headings, text, document }): TuneQuestion[] => {
    const heading = headings.at(-1);
    if (heading === undefined || !text.includes(heading)) return [];
    const isGeneric = (documents.get(heading)?.size ?? 0) > 1 || analyzeQuery(heading).length < fewestTerms;
    const question = isGeneric && document.title !== heading ? `${document.title} ${heading}` : heading;
    return analyzeQuery(question).length < fewestTerms ? [] : [{ text: question, target: { kind: 'chunk', id } }];
  });
}
