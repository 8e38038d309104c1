import { DocentError } from '../../../src/core/errors.js';
import type { ChatSession } from './chat-session.js';
import { indexCommand } from './index-command.js';
import type { SlashCommand } from './slash-command.js';
import { sourcesCommand } from './sources-command.js';
import { traceCommand } from './trace-command.js';
import { webCommand } from './web-command.js';

const helpCommand: SlashCommand = {
  name: '/help',
  usage: '/help',
  does: 'this list',
  run(session) {
    const width = Math.max(...slashCommands.map(({ usage }) => usage.length));
    for (const { usage, does } of slashCommands) session.print(`${usage.padEnd(width)}  ${does}`);
    session.print('Anything else is a question. Ctrl-C stops an answer, Ctrl-D ends the session.');
    return undefined;
  },
};

const modelCommand: SlashCommand = {
  name: '/model',
  usage: '/model',
  does: 'which chat model answers',
  async run(session) {
    session.print(await session.describeModel());
    return undefined;
  },
};

const newCommand: SlashCommand = {
  name: '/new',
  usage: '/new',
  does: 'forget the conversation',
  run(session) {
    session.forget();
    session.note('The conversation is forgotten.');
    return undefined;
  },
};

const quitCommand: SlashCommand = { name: '/quit', usage: '/quit', does: 'end the session', run: () => 'end' };

/** A new command is a file beside this and a line here. */
export const slashCommands: readonly SlashCommand[] = [
  helpCommand,
  sourcesCommand,
  traceCommand,
  webCommand,
  indexCommand,
  modelCommand,
  newCommand,
  quitCommand,
];

/** Whether a line is a command: `/etc/hosts: what is it?` is a question. */
export function isSlashCommand(line: string): boolean {
  return /^\/\S*$/u.test(firstWord(line)) && !firstWord(line).slice(1).includes('/');
}

/** @throws DocentError `invalid-request` for an unknown command, and what the command throws */
export async function runSlashCommand(session: ChatSession, line: string): Promise<'end' | undefined> {
  const name = firstWord(line);
  const command = slashCommands.find((each) => each.name === name.toLowerCase());
  if (command !== undefined) return command.run(session, line.trim().slice(name.length).trim());
  throw new DocentError('invalid-request', `There is no command ${name.slice(0, 80)}.`, {
    hint: `There are ${slashCommands.map((each) => each.name).join(', ')}.`,
  });
}

function firstWord(line: string): string {
  return /^\S*/u.exec(line.trim())?.[0] ?? '';
}
