import { z } from 'zod';
import { defineTool } from './tool.js';

export const finalAnswer = defineTool({
  name: 'final_answer',
  description:
    'Ends your work. Use it as soon as the passages answer your question, or when further searching is of no use.',
  argumentsSchema: z.object({
    found: z.boolean().describe('Whether the passages answer the question.'),
    note: z.string().max(2000).default('').describe('What was found, with passage numbers, or what is missing.'),
  }),
  async execute({ note, found }) {
    return { text: note === '' ? (found ? 'Found.' : 'Not found.') : note, isFinal: true };
  },
});
