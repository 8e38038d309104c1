import { setImmediate } from 'node:timers/promises';
import { compareRuns, type QueryPair, type RunComparison } from '../../src/evaluation/compare-runs.js';
import { seededRandom } from '../../src/evaluation/seeded-random.js';
import { noBlend } from '../../src/retrieval/ranking/ranking-blend.js';
import { blendQuality } from './blend-quality.js';
import { fitBlend, type WeightRule } from './fit-blend.js';
import type { JudgedQuestion } from './judged-question.js';
import { shuffled } from './shuffled.js';

const folds = 5;

interface ValidationOptions {
  readonly isAllowed: WeightRule;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The default against tuned blends on questions that these were not tuned on: each fifth of the questions is ranked by
 * the blend that the other four fifths chose. A question that comes twice lies in one fold.
 */
export async function crossValidation(
  questions: readonly JudgedQuestion[],
  { isAllowed, seed, signal }: ValidationOptions,
): Promise<RunComparison> {
  const texts = shuffled([...new Set(questions.map(({ text }) => text))], seededRandom(seed));
  const foldOf = new Map(texts.map((text, at) => [text, at % folds]));
  const pairs: QueryPair[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    await setImmediate(); // seconds of work each: Ctrl-C is heard in between
    signal?.throwIfAborted();
    const isHeldOut = ({ text }: JudgedQuestion) => foldOf.get(text) === fold;
    const blend = fitBlend(
      questions.filter((question) => !isHeldOut(question)),
      isAllowed,
    );
    for (const question of questions.filter(isHeldOut)) {
      const [first, second] = [blendQuality(question, noBlend), blendQuality(question, blend)];
      pairs.push({ query: question.text, first, second });
    }
  }
  return compareRuns(pairs, { seed });
}
