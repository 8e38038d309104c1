import { printable } from '../printable.js';
import type { ChatSession } from './chat-session.js';
import type { SlashCommand } from './slash-command.js';

export const indexCommand: SlashCommand = {
  name: '/index',
  usage: '/index [NAME]',
  does: 'ask another index; without a name, list them',
  async run(session, argument) {
    if (argument === '') await listIndexes(session);
    else {
      // A name that leads nowhere leaves the session where it was.
      session.note(await describeIndex(session, argument));
      session.index = argument;
    }
    return undefined;
  },
};

/** `Index "handbook", 25 documents`. @throws DocentError where it cannot be opened */
export async function describeIndex({ assistant }: ChatSession, name: string | undefined): Promise<string> {
  const { index, total } = await assistant.listDocuments({ index: name, limit: 1 });
  return `Index "${index}", ${total.toLocaleString('en')} ${total === 1 ? 'document' : 'documents'}`;
}

async function listIndexes(session: ChatSession): Promise<void> {
  const { index: current } = await session.assistant.listDocuments({ index: session.index, limit: 1 });
  for (const { name, stats } of await session.assistant.indexes()) {
    const mark = name === current ? '*' : ' ';
    session.print(`${mark} ${printable(name)} (${stats.documents.toLocaleString('en')} documents)`);
  }
}
