import { seededRandom } from '../../../src/evaluation/seeded-random.js';
import type { Withholding } from './answers-task.js';

/** A random share of the questions, in their order; the same for the same seed. */
export function withheldQuestions<Question>(
  questions: readonly Question[],
  { share, seed }: Withholding,
): readonly Question[] {
  const random = seededRandom(seed);
  const order = questions.map((_, index) => index);
  // Fisher and Yates: every share of the questions is as likely as every other.
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor((random() / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const chosen = new Set(order.slice(0, Math.round(questions.length * share)));
  return questions.filter((_, index) => chosen.has(index));
}
