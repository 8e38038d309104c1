import { packageVersion } from '../../../src/core/package-version.js';
import { askInChat } from './ask-in-chat.js';
import { type ChatOptions, ChatSession } from './chat-session.js';
import { describeIndex } from './index-command.js';
import { LineReader } from './line-reader.js';
import { isSlashCommand, runSlashCommand, slashCommands } from './slash-commands.js';
import { StopSwitch } from './stop-switch.js';

const prompt = '> ';

export interface RunChatOptions extends ChatOptions {
  readonly input: NodeJS.ReadableStream;
  /** Prompts, edited lines and Ctrl-C; otherwise each line of the input is a question. */
  readonly isInteractive: boolean;
  /** Calls back at Ctrl-C where the terminal does not catch it; returns how to stop that. */
  readonly onInterrupt: (interrupt: () => void) => () => void;
}

/** Talks until the input ends, `/quit` or a second Ctrl-C. Gives the number of lines that ended in an error. */
export async function runChat({ input, isInteractive, onInterrupt, ...options }: RunChatOptions): Promise<number> {
  const session = new ChatSession(options);
  const stop = new StopSwitch();
  const interrupt = () => {
    const pressed = stop.press();
    if (pressed === 'ended') lines.close();
    if (pressed === 'nothing') lines.discardLine('Ctrl-C again, or Ctrl-D, ends the session.');
  };
  const lines = new LineReader({
    input,
    output: options.streams.results,
    isInteractive,
    onInterrupt: interrupt,
    // The end of a script is no wish to stop what its last line has asked.
    onEnd: () => (isInteractive ? stop.stop() : undefined),
    completions: slashCommands.map(({ name }) => name),
  });
  const forget = onInterrupt(interrupt);
  try {
    if (isInteractive) await greet(session);
    await talk(session, lines, stop);
  } finally {
    forget();
    lines.close();
  }
  return session.failures;
}

async function talk(session: ChatSession, lines: LineReader, stop: StopSwitch): Promise<void> {
  for (;;) {
    const line = await lines.next(session.colors.bold(prompt));
    if (line === undefined) return;
    // In a script nobody says anything between two presses.
    if (lines.isInteractive) stop.rearm();
    if (line.trim() === '') continue;
    try {
      if (!isSlashCommand(line)) await askInChat(session, line.trim(), { lines, signal: stop.begin() });
      else if ((await runSlashCommand(session, line)) === 'end') return;
    } catch (error) {
      session.report(error);
    } finally {
      stop.finish();
    }
  }
}

/** An index that is missing is told at once; it can be named, or built, while the session waits. */
async function greet(session: ChatSession): Promise<void> {
  try {
    const [index, model] = await Promise.all([describeIndex(session, session.index), session.describeModel()]);
    session.note(`docent ${packageVersion()}. ${index}. ${model}.\n/help lists the commands, Ctrl-D ends the session.`);
  } catch (error) {
    session.report(error);
  }
}
