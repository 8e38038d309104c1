import { DocentError } from '../../src/core/errors.js';
import type { IndexSearch } from '../../src/retrieval/index-search.js';
import { loadRankingModel } from '../../src/retrieval/ranking/ranking-model.js';
import { rankerFingerprint } from '../../src/retrieval/ranking/tuned-blend.js';
import type { IndexReader } from '../../src/store/index-store.js';
import type { TunedRanking } from '../../src/store/tuned-ranking.js';
import { allDocuments } from './all-documents.js';
import { type BlendChoice, chooseBlend } from './choose-blend.js';
import { anyWeight, weightAgainstLeaning } from './fit-blend.js';
import { type JudgedQuestion, judgeQuestion } from './judged-question.js';
import { madeQuestions } from './made-questions.js';
import { readQuestionFile } from './question-file.js';
import { fewestQuestions } from './tune-question.js';

export interface TuneTask {
  readonly reader: IndexReader;
  readonly search: IndexSearch;
  /** JSON lines of the user's own questions; made from the index where there is none. */
  readonly questionFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before the first question and after each. */
  readonly onQuestion?: ((done: number, total: number) => void) | undefined;
}

export interface TuneResult extends BlendChoice {
  readonly source: TunedRanking['source'];
  /** Fingerprint of the ranker that was measured with. */
  readonly ranker: string;
}

const seed = 1;

/**
 * Measures which signals should speak louder in one index than the learned ranker lets them; changes nothing.
 * @throws DocentError `path-not-found`, `invalid-request`, `aborted`
 */
export async function tuneIndex(task: TuneTask): Promise<TuneResult> {
  const { reader, questionFile, signal, onQuestion } = task;
  const documents = await allDocuments(reader);
  const questions =
    questionFile === undefined
      ? await madeQuestions(reader, documents, { seed, signal })
      : await readQuestionFile(questionFile, documents);
  if (questions.length < fewestQuestions) throw tooFew(questions.length);
  const model = await loadRankingModel();
  const judged: JudgedQuestion[] = [];
  onQuestion?.(0, questions.length);
  for (const question of questions) {
    signal?.throwIfAborted();
    judged.push(await judgeQuestion(question, { ...task, model }));
    onQuestion?.(judged.length, questions.length);
  }
  const source = questionFile === undefined ? 'made' : 'given';
  const isAllowed = source === 'given' ? anyWeight : weightAgainstLeaning;
  return { ...(await chooseBlend(judged, { isAllowed, signal })), source, ranker: rankerFingerprint(model) };
}

/** What the index keeps of it; nothing where the default stays. */
export function rankingOf(result: TuneResult, nowMs: number): TunedRanking | undefined {
  if (!result.isAdopted) return undefined;
  const { blend, ranker, questions, source, gain, interval } = result;
  return { blend, ranker, questions, source, gain, interval, tunedAt: new Date(nowMs).toISOString() };
}

function tooFew(count: number): DocentError {
  return new DocentError(
    'invalid-request',
    `The index gives ${count} questions; tuning needs at least ${fewestQuestions}.`,
    { hint: 'Ingest more, or give questions of your own with --queries FILE.' },
  );
}
