import { createAssistant } from '../../../src/assistant.js';
import type { AnswerEvent } from '../../../src/core/answer.js';
import { loadConfig } from '../../../src/core/config.js';
import { parseConditions } from '../../../src/core/filter.js';
import { answerText } from '../answers/answer-text.js';
import { type AskSettings, configWith } from '../answers/ask-config.js';
import { eventJson } from '../answers/event-json.js';
import { followRun } from '../answers/follow-run.js';
import { RunDisplay } from '../answers/run-display.js';
import { colors } from '../colors.js';
import { interruptSignal } from '../interrupt.js';
import { lazyWebReader } from '../lazy-web-reader.js';
import { printJson, printLine } from '../output.js';
import { standardStreams } from '../output-stream.js';

interface AskFlags extends AskSettings {
  readonly index?: string;
  readonly k: number;
  readonly where?: readonly string[];
  readonly trace?: boolean;
  readonly json?: boolean;
  /** Of a conversation that is kept in the index, or `new`. */
  readonly conversation?: string;
}

export async function askCommand(question: string, flags: AskFlags): Promise<void> {
  const { index, k, where, trace = false, json = false, conversation: conversationId } = flags;
  const filter = where === undefined ? undefined : parseConditions(where);
  const assistant = createAssistant(configWith(loadConfig(), flags), { webReader: lazyWebReader() });
  const display = json ? undefined : new RunDisplay(standardStreams, { isTraced: trace });
  const show = (event: AnswerEvent) => {
    display?.show(event);
    if (json && trace) printLine(eventJson(event));
  };
  const signal = interruptSignal('Ask again to get an answer.');
  try {
    const answer = await followRun(assistant.ask(question, { index, k, filter, conversationId, signal }), {
      signal,
      show,
    });
    display?.clear();
    if (!json) process.stdout.write(answerText(answer, colors));
    else if (!trace) printJson(answer);
  } finally {
    display?.clear();
    await assistant.close();
  }
}
