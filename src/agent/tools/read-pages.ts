import { z } from 'zod';
import { DocentError } from '../../core/errors.js';
import { defineTool } from './tool.js';

export const readPages = defineTool({
  name: 'read_pages',
  description:
    'Reads the text before and after a passage that was found, in the same document. Use it where a passage breaks off ' +
    'or speaks of something that stands nearby.',
  argumentsSchema: z.object({
    passage: z.number().int().min(1).describe('The number of the passage.'),
    before: z.number().int().min(0).max(3).default(1).describe('Passages before it.'),
    after: z.number().int().min(0).max(3).default(1).describe('Passages after it.'),
  }),
  async execute({ passage, before, after }, { index, passage: known }) {
    const hit = known(passage);
    if (hit === undefined) {
      throw new DocentError('invalid-request', `There is no passage ${passage}.`, {
        hint: 'Give the number of a passage that a search has returned.',
      });
    }
    const { documentId, ordinal, document } = hit.chunk;
    const ordinals = Array.from({ length: before + after + 1 }, (_, step) => ordinal - before + step);
    const wanted = ordinals.filter((each) => each >= 0 && each !== ordinal);
    const hits = await index.chunksAt(documentId, wanted);
    const text =
      hits.length === 0
        ? `Nothing stands around passage ${passage}.`
        : `Around passage ${passage}, in ${document.name}:`;
    return { text, hits };
  },
});
