import { onOrOff, type SlashCommand } from './slash-command.js';

const usage = '/web [on|off]';

/** Lets the next questions go to the web where the documents do not suffice. */
export const webCommand: SlashCommand = {
  name: '/web',
  usage,
  does: 'search the web as well, where the documents do not suffice',
  run(session, argument) {
    const wanted = argument.trim() === '' ? undefined : onOrOff(argument, usage);
    if (wanted !== undefined) session.web = wanted ? 'fallback' : 'off';
    session.note(
      session.web === 'off'
        ? 'Web search is off: answers come from the index only.'
        : 'Web search is on: what the documents do not tell is searched on the web; your question goes to a search engine.',
    );
    return undefined;
  },
};
