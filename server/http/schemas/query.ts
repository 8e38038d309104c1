import { z } from '@hono/zod-openapi';
import { filterSchema } from '../../../src/core/filter.js';

/** Longer than any real question; a text of this size is a document. */
const maximumQuestionLength = 8000;

const question = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(maximumQuestionLength, `must have at most ${maximumQuestionLength} characters`);

export const indexName = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  // No flag: the OpenAPI generator writes flags into the pattern.
  .regex(/^[^/\\]+$/, 'must be the name of an index, not a path')
  .openapi({ description: 'Name of the index; the configured or only one where none is given.', example: 'default' });

const hitCount = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1000, 'must be at most 1000')
  .openapi({ example: 10 });

const filter = filterSchema.optional().openapi('Filter', {
  description:
    'Only chunks for which every entry holds: a field (name, title, format, documentId, uri, page, modifiedAt, ' +
    'metadata.KEY) and its value, or a comparison (eq, ne, gt, gte, lt, lte, in, notIn, glob).',
  example: { format: 'pdf', page: { gte: 3 } },
});

export const askRequestSchema = z
  .strictObject({
    question: question.openapi({ example: 'How does docent decide that it does not know?' }),
    index: indexName.optional(),
    k: hitCount.optional().openapi({ description: 'Number of chunks to answer from.' }),
    filter,
  })
  .openapi('AskRequest');

export const searchRequestSchema = z
  .strictObject({
    query: question.openapi({ example: 'reciprocal rank fusion' }),
    index: indexName.optional(),
    k: hitCount.optional().openapi({ description: 'Number of hits to return.' }),
    mode: z
      .enum(['default', 'hybrid', 'graph', 'dense', 'lexical'])
      .optional()
      .openapi({ description: 'default, the learned ranker over all others, where none is given.' }),
    filter,
  })
  .openapi('SearchRequest');
