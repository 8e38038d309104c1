import type { Hit } from '../../core/hit.js';
import type { PassageReader } from '../../models/passage-reader.js';

export const readingSignalNames = ['answersFirst', 'holdsFirst'] as const;
export type ReadingSignals = Readonly<Record<(typeof readingSignalNames)[number], number>>;

/** Log-odds beyond it are as good as sure; a passage that is not there is surely no answer. */
const surest = 8;

/**
 * What the reader says of the best hit: whether it answers the question, and whether what the question takes for granted holds
 * there. The next two hits would tell no more (data/models/docent-answers/reader.md).
 */
export async function readingSignals(
  hits: readonly Hit[],
  question: string,
  reader: PassageReader,
): Promise<ReadingSignals> {
  const passages = hits.slice(0, 1).map(({ chunk: { context, text } }) => ({ context, text }));
  const [first] = await reader.read(question, passages);
  return { answersFirst: bounded(first?.answers ?? -surest), holdsFirst: bounded(first?.holds ?? -surest) };
}

function bounded(logOdds: number): number {
  return Math.max(-surest, Math.min(surest, logOdds));
}
