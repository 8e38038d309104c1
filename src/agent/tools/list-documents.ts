import { z } from 'zod';
import { defineTool } from './tool.js';

const perPage = 50;

export const listDocuments = defineTool({
  name: 'list_documents',
  description: 'Lists the names and titles of the indexed documents, 50 at a time. Use it to see what there is.',
  argumentsSchema: z.object({
    from: z.number().int().min(0).default(0).describe('How many to skip.'),
  }),
  async execute({ from }, { index }) {
    const { documents, total } = await index.documents({ offset: from, limit: perPage });
    const lines = documents.map(({ name, title, pageCount }) => `- ${name}: ${title} (${pageCount} pages or sections)`);
    const shown = lines.length === 0 ? 'none' : `${from + 1} to ${from + lines.length}`;
    return { text: [`${total} documents; these are ${shown}:`, ...lines].join('\n') };
  },
});
