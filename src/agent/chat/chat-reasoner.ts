import type { AnswerEvent } from '../../core/answer.js';
import { DocentError } from '../../core/errors.js';
import { isOutOfTime } from '../budget.js';
import type { CheckedAnswer, OpenQuestion, Reasoner, Understanding, Verdict } from '../reasoner.js';
import type { Run } from '../run.js';
import { criticiseEvidence } from './criticise-evidence.js';
import { researchQuestions } from './research-questions.js';
import { understandQuestion } from './understand-question.js';
import { writeAnswer } from './write-answer.js';

/**
 * Thinks with the run's chat model. Where the model's reply is unusable, or the budget is used up, the rules of
 * `fallback` take over, so that a weak model makes an answer plainer and never breaks it.
 */
export class ChatReasoner implements Reasoner {
  readonly #fallback: Reasoner;

  constructor(fallback: Reasoner) {
    this.#fallback = fallback;
  }

  async understand(run: Run): Promise<Understanding> {
    const byRule = await this.#fallback.understand(run);
    // A greeting or a sum needs no model.
    if (byRule.reply !== undefined || !run.budget.allowsSearch()) return byRule;
    const understood = await this.#inTime(run, () => understandQuestion(run));
    return understood ?? byRule;
  }

  async *research(run: Run, open: readonly OpenQuestion[]): AsyncGenerator<AnswerEvent, void, void> {
    yield* researchQuestions(run, open);
  }

  async criticise(run: Run, standalone: string): Promise<Verdict> {
    const verdict = run.budget.allowsSearch()
      ? await this.#inTime(run, () => criticiseEvidence(run, standalone))
      : undefined;
    return verdict ?? this.#fallback.criticise(run, standalone);
  }

  async *answer(run: Run, standalone: string, verdict: Verdict): AsyncGenerator<AnswerEvent, CheckedAnswer, void> {
    if (!run.budget.allowsAnswer()) return yield* this.#quoted(run, standalone, verdict);
    try {
      return yield* writeAnswer(run, standalone, verdict);
    } catch (error) {
      if (!isOutOfTime(run.budget.runSignal)) throw error;
      return yield* this.#quoted(run, standalone, verdict);
    }
  }

  async *#quoted(run: Run, standalone: string, verdict: Verdict): AsyncGenerator<AnswerEvent, CheckedAnswer, void> {
    run.warn('The budget was used up before the chat model had answered: sentences of the sources are quoted instead.');
    return yield* this.#fallback.answer(run, standalone, verdict);
  }

  /** Undefined where the time for searching ran out meanwhile. */
  async #inTime<Value>(run: Run, work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DocentError && isOutOfTime(run.budget.searchSignal)) return undefined;
      throw error;
    }
  }
}
