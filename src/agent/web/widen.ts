import type { AnswerEvent } from '../../core/answer.js';
import { withoutSpelling } from '../../retrieval/speller.js';
import { isOutOfTime } from '../budget.js';
import type { OpenQuestion } from '../reasoner.js';
import type { Run } from '../run.js';
import { browseByRule } from './browse-by-rule.js';
import { webAgents } from './web-agents.js';

export interface Widening {
  readonly standalone: string;
  readonly open: readonly OpenQuestion[];
}

/**
 * Takes to the web what the index left open, once in a run. The web may be down: that is a warning and a reason to give,
 * never "nothing found".
 */
export async function* widen(run: Run, widening: Widening): AsyncGenerator<AnswerEvent, void, void> {
  const { web, budget } = run;
  if (web === undefined) return;
  yield { type: 'thought', text: 'Look on the web.' };
  const startedAt = performance.now();
  try {
    if (run.model === undefined) yield* browseByRule(run, web, withoutSpelling(widening.standalone, run.respelled));
    else yield* webAgents(run, widening.open);
  } catch (error) {
    if (!isOutOfTime(budget.searchSignal)) throw error;
    run.warn('The web search was ended because its time was used up.');
  } finally {
    run.time('web', performance.now() - startedAt);
  }
  if (web.isDown) run.warn(`The web was not available: ${web.failures.join(' ')}`);
}
