import { z } from 'zod';
import { DocentError } from '../../core/errors.js';
import { defineTool } from './tool.js';

/** Offered only where somebody waits who can answer. */
export const askUser = defineTool({
  name: 'ask_user',
  description:
    'Asks the person one short question. Use it only where the question cannot be understood without their answer.',
  argumentsSchema: z.object({ question: z.string().min(1).max(500) }),
  async execute({ question }, { askUser: ask, signal }) {
    if (ask === undefined) {
      throw new DocentError('invalid-request', 'Nobody can be asked now.', { hint: 'Go on with what you have.' });
    }
    return { text: `The person says: ${await ask(question, signal)}` };
  },
});
