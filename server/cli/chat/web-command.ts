import { onOrOff, type SlashCommand } from './slash-command.js';

const usage = '/web [on|off]';

/** The one place where a chat turns web search on and off; once there is one, it sets what `askInChat` asks with. */
export const webCommand: SlashCommand = {
  name: '/web',
  usage,
  does: 'search the web as well (not built yet)',
  run(session, argument) {
    const isWanted = onOrOff(argument, usage) ?? false;
    session.note(
      isWanted
        ? 'Web search is not built yet: it stays off, and answers come from the index only.'
        : 'Web search is off: answers come from the index only.',
    );
    return undefined;
  },
};
