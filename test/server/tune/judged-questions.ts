import type { JudgedQuestion } from '../../../server/tune/judged-question.js';
import { seededRandom } from '../../../src/evaluation/seeded-random.js';
import { standardised } from '../../../src/retrieval/fusion.js';
import type { BlendSignal } from '../../../src/retrieval/ranking/ranking-blend.js';

export type Planted = Readonly<Partial<Record<BlendSignal | 'ranker', number>>>;

export interface PlantedQuestions {
  readonly count: number;
  readonly seed: number;
  /** What the relevant candidate has more of than the others, in standard deviations. */
  readonly planted?: Planted;
}

const candidates = 40;

/** Questions with normally distributed scores of which one candidate, drawn at random, is relevant. */
export function plantedQuestions({ count, seed, planted = {} }: PlantedQuestions): JudgedQuestion[] {
  const random = seededRandom(seed);
  const uniform = () => (random() + 1) / (2 ** 32 + 1);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: count }, (_, at) => {
    const relevant = random() % candidates;
    const column = (more = 0) =>
      Array.from({ length: candidates }, (_, each) => normal() + (each === relevant ? more : 0));
    return {
      text: `question ${at}`,
      judged: new Map([[`unit ${relevant}`, 1]]),
      units: Array.from({ length: candidates }, (_, each) => [`unit ${each}`]),
      ranker: standardised(column(planted.ranker)),
      values: {
        lexical: column(planted.lexical),
        dense: column(planted.dense),
        late: column(planted.late),
        walk: column(planted.walk),
        chain: column(planted.chain),
      },
    };
  });
}
