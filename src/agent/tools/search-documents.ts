import { z } from 'zod';
import { defineTool } from './tool.js';

/** More would not fit into a small model's context. */
const hitsPerSearch = 6;

export const searchDocuments = defineTool({
  name: 'search_documents',
  description:
    'Searches the indexed documents and returns the passages that match best. Use names, numbers and words that the ' +
    'passage itself would contain. Ask for one thing at a time.',
  argumentsSchema: z.object({
    query: z.string().min(1).max(1000).describe('What to look for: words or a whole question.'),
    k: z.number().int().min(1).max(20).default(hitsPerSearch).describe('Number of passages.'),
  }),
  async execute({ query, k }, { search, isNewQuery }) {
    if (!isNewQuery(query)) {
      const text = `You have searched for "${query}" already; the passages stand above. Use other words, or another part of the question.`;
      return { text };
    }
    const hits = await search(query, k);
    return { text: hits.length === 0 ? `Nothing matches "${query}".` : `Passages for "${query}":`, hits };
  },
});
