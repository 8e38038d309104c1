import type { AnswerEvent } from '../../../src/core/answer.js';
import { DocentError } from '../../../src/core/errors.js';
import { answerText } from '../answers/answer-text.js';
import { followRun } from '../answers/follow-run.js';
import { RunDisplay } from '../answers/run-display.js';
import { printable } from '../printable.js';
import type { ChatSession } from './chat-session.js';
import type { LineReader } from './line-reader.js';

const answerPrompt = 'answer> ';

export interface AskInChatOptions {
  /** Where the answers to the model's own questions come from. */
  readonly lines: LineReader;
  readonly signal: AbortSignal;
}

/** Answers one question, shown as it happens; the answer becomes a turn of the conversation. @throws DocentError */
export async function askInChat(session: ChatSession, question: string, options: AskInChatOptions): Promise<void> {
  const { assistant, index, k, filter, turns, streams, isTraced, web } = session;
  const { signal } = options;
  const display = new RunDisplay(streams, { isTraced });
  const events: AnswerEvent[] = [];
  const show = (event: AnswerEvent) => {
    events.push(event);
    display.show(event);
  };
  const askUser = userAsker(session, { ...options, display });
  session.lastRun = { events };
  try {
    const run = assistant.ask(question, { index, k, filter, history: turns, web, askUser, signal });
    const answer = await followRun(run, { signal, show });
    display.clear();
    session.lastRun = { events, answer };
    session.print(answerText(answer, session.colors));
    const { standalone, abstained } = answer;
    session.remember({
      question,
      ...(standalone === undefined ? {} : { standalone }),
      answer: answer.answer,
      abstained,
    });
  } finally {
    display.clear();
  }
}

interface UserAskerOptions extends AskInChatOptions {
  readonly display: RunDisplay;
}

/** Shows the model's question and takes the next line as its answer; several agents are heard one after the other. */
function userAsker(session: ChatSession, { lines, display, signal: stopped }: UserAskerOptions) {
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (question: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    display.hold();
    session.print(session.colors.bold(`? ${printable(question).trim()}`));
    try {
      const line = await lines.next(answerPrompt, signal);
      if (line !== undefined) return line;
    } finally {
      if (signal.aborted && !stopped.aborted) session.note('This is no longer waited for: the time is up.');
      display.release();
    }
    throw new DocentError('invalid-request', 'The person does not answer.', { hint: 'Go on with what you have.' });
  };
  return (question: string, signal: AbortSignal): Promise<string> => {
    const answer = last.then(() => ask(question, signal));
    last = answer.catch(() => undefined);
    return answer;
  };
}
