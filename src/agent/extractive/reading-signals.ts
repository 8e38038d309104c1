import type { Hit } from '../../core/hit.js';
import type { PassageReader, Reading } from '../../models/passage-reader.js';
import { secondLargest } from './joined-evidence.js';

export const readingSignalNames = ['answersBest', 'answersFirst', 'answersSecond', 'holdsThere', 'holdsBest'] as const;
export type ReadingSignals = Readonly<Record<(typeof readingSignalNames)[number], number>>;

/** Passages that are read: of five the last two tell nothing more (measured). */
const readPassages = 3;
/** Log-odds beyond it are as good as sure. */
const surest = 8;
const unread: Reading = { answers: -surest, holds: -surest };

/** What the reader says of the best hits: whether one answers the question, and whether what it takes for granted holds. */
export async function readingSignals(
  hits: readonly Hit[],
  question: string,
  reader: PassageReader,
): Promise<ReadingSignals> {
  const passages = hits.slice(0, readPassages).map(({ chunk: { context, text } }) => ({ context, text }));
  const read = (await reader.read(question, passages)).map(({ answers, holds }) => ({
    answers: bounded(answers),
    holds: bounded(holds),
  }));
  const readings = Array.from({ length: readPassages }, (_, at) => read[at] ?? unread);
  const answers = readings.map((each) => each.answers);
  const best = readings[answers.indexOf(Math.max(...answers))] ?? unread;
  return {
    answersBest: best.answers,
    answersFirst: answers[0] ?? -surest,
    answersSecond: secondLargest(answers),
    holdsThere: best.holds,
    holdsBest: Math.max(...readings.map((each) => each.holds)),
  };
}

function bounded(logOdds: number): number {
  return Math.max(-surest, Math.min(surest, logOdds));
}
