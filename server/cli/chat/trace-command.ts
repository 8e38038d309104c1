import { RunDisplay } from '../answers/run-display.js';
import type { ChatSession } from './chat-session.js';
import { onOrOff, type SlashCommand } from './slash-command.js';

const usage = '/trace [on|off]';

export const traceCommand: SlashCommand = {
  name: '/trace',
  usage,
  does: 'show each step of a run, beginning with the last one; or no longer',
  run(session, argument) {
    session.isTraced = onOrOff(argument, usage) ?? !session.isTraced;
    session.note(`The trace is ${session.isTraced ? 'on' : 'off'}.`);
    if (session.isTraced) showLastRun(session);
    return undefined;
  },
};

function showLastRun({ lastRun, streams }: ChatSession): void {
  // What was shown live then is not shown again.
  const display = new RunDisplay({ ...streams, results: { write: () => undefined } }, { isTraced: true });
  for (const event of lastRun?.events ?? []) display.show(event);
}
