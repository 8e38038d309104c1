import { z } from 'zod';
import { pagePassages } from '../web/page-passages.js';
import { sessionOf } from './search-web.js';
import { defineTool } from './tool.js';

/** Links that the model is shown of a page. */
const mostLinks = 10;

export const visitWebpage = defineTool({
  name: 'visit_webpage',
  description: 'Reads a web page that a search has found and gives the passages that bear on what you look for.',
  argumentsSchema: z.object({
    url: z.string().min(1).max(2000).describe('Exactly as a search has returned it.'),
    lookFor: z.string().min(1).max(500).describe('What you want to know from it.'),
  }),
  async execute({ url, lookFor }, { web, index, signal }) {
    const page = await sessionOf(web).visit(url, signal);
    const sources = await pagePassages(page, lookFor, { index, signal });
    const links = page.links.slice(0, mostLinks).map(({ text, url: target }) => `- ${text.slice(0, 80)}: ${target}`);
    const further = links.length === 0 ? '' : `\nLinks of the page:\n${links.join('\n')}`;
    return { text: `Read ${page.url}.${further}`, sources };
  },
});
