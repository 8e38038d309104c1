import type { AnswerEvent } from '../core/answer.js';
import { toDocentError } from '../core/errors.js';
import type { IndexSearch } from '../retrieval/index-search.js';
import { respellingText } from '../retrieval/speller.js';
import { ChatReasoner } from './chat/chat-reasoner.js';
import { conclude, reply } from './conclude.js';
import { ExtractiveReasoner } from './extractive/extractive-reasoner.js';
import { findDefinition } from './extractive/find-definition.js';
import { firstSearch } from './first-search.js';
import { openRun, type QuestionOptions } from './open-run.js';
import type { CheckedAnswer, OpenQuestion, Verdict } from './reasoner.js';
import type { Run } from './run.js';
import { widen } from './web/widen.js';

export type { QuestionOptions } from './open-run.js';

/** Rounds of search, criticism and answer at most. */
const maxRounds = 3;
/** An answer that the critic scores below this is worth another round. */
const goodAnswer = 0.6;

/**
 * Answers a question from one index: understands it, searches, criticises what was found, searches again for what is
 * missing, answers from numbered evidence and checks the answer. With a chat model it thinks in words, without one by
 * rules, and quotes. Ends with exactly one `answer-end`, `abstention` or `error`; never throws.
 */
export async function* answerQuestion(
  question: string,
  index: IndexSearch,
  options: QuestionOptions,
): AsyncGenerator<AnswerEvent, void, void> {
  let run: Run | undefined;
  try {
    run = await openRun(question, index, options);
    const rules = new ExtractiveReasoner();
    const reasoner = run.model === undefined ? rules : new ChatReasoner(rules);

    if (run.respelled.length > 0) yield { type: 'thought', text: respellingText(run.respelled) };
    const { standalone, reply: words, questions, thought } = await reasoner.understand(run);
    yield { type: 'thought', text: thought };
    if (words !== undefined) return yield* reply(run, standalone, words);

    let open: readonly OpenQuestion[] = questions;
    let best: CheckedAnswer | undefined;
    for (let round = 1; ; round += 1) {
      if (round === 1) {
        yield* firstSearch(run, standalone, open);
        yield* findDefinition(run, standalone);
      } else yield* reasoner.research(run, open);
      if (mayWiden(run, round)) yield* widen(run, { standalone, open });
      const verdict = await reasoner.criticise(run, standalone);
      yield { type: 'critique', text: verdict.text, support: verdict.support, sufficiency: verdict.sufficiency };
      open = verdict.missing.length === 0 && isWebOpen(run, verdict) ? [{ question: standalone }] : verdict.missing;
      if (mayGoOn(run, round) && open.length > 0) continue;

      const checked = yield* reasoner.answer(run, standalone, verdict);
      // Another round can also end worse.
      best = best === undefined || checked.score >= best.score ? checked : best;
      open = checked.missing;
      if (mayGoOn(run, round) && open.length > 0 && checked.score < goodAnswer) continue;
      return yield* conclude(run, { standalone, verdict, checked: best });
    }
  } catch (error) {
    const failure = toDocentError(options.signal?.reason ?? error);
    run?.span.fail(failure);
    yield { type: 'error', error: failure };
  } finally {
    run?.close();
  }
}

function mayGoOn({ budget }: Run, round: number): boolean {
  return round < maxRounds && budget.allowsSearch();
}

/** In the first round where the web is always wanted; else once the index has been found not to suffice. */
function mayWiden({ web, webMode, budget }: Run, round: number): boolean {
  if (web === undefined || web.hasRead || !budget.allowsSearch()) return false;
  return webMode === 'always' || round > 1;
}

/** Whether the web could still be asked for what the index did not tell. */
function isWebOpen({ web }: Run, { sufficiency }: Verdict): boolean {
  return web !== undefined && !web.hasRead && sufficiency !== 'sufficient';
}
