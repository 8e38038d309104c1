import { seededRandom } from '../../src/evaluation/seeded-random.js';
import type { IndexReader, StoredDocument } from '../../src/store/index-store.js';
import { drawChunks } from './draw-chunks.js';
import { headingQuestions } from './heading-questions.js';
import { linkQuestions } from './link-questions.js';
import { sentenceQuestions } from './sentence-questions.js';
import type { TuneQuestion } from './tune-question.js';

/** More questions narrow the interval, and take as much longer. */
export const mostQuestions = 200;
/** Half of the questions are sentences: they are the most like what a person would ask. */
const turns = ['sentences', 'headings', 'sentences', 'links'] as const;

/**
 * Questions made from what the index holds, where nobody has real ones. Made questions are easier than real ones: they
 * use the words of the passage that answers them, and who asks does not know these words. They tell whether a signal
 * misleads in this collection rather than how good a search is. Hence weights are bounded, and adopted only where the
 * gain on held-out questions is beyond chance.
 */
export async function madeQuestions(
  reader: IndexReader,
  documents: readonly StoredDocument[],
  { seed, signal }: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<TuneQuestion[]> {
  const random = seededRandom(seed);
  const chunks = await drawChunks(reader, documents, { count: mostQuestions, random, signal });
  const made: Record<(typeof turns)[number], TuneQuestion[]> = {
    sentences: await sentenceQuestions(chunks, reader, random),
    headings: headingQuestions(chunks),
    links: linkQuestions(chunks, documents),
  };
  const chosen = new Map<string, TuneQuestion>();
  while (chosen.size < mostQuestions && turns.some((turn) => made[turn].length > 0)) {
    for (const turn of turns) {
      const question = made[turn].shift();
      // The same words may ask for two things; the first stays.
      const key = question?.text.toLowerCase() ?? '';
      if (question !== undefined && !chosen.has(key)) chosen.set(key, question);
    }
  }
  return [...chosen.values()].slice(0, mostQuestions);
}
