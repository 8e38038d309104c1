import { z } from '@hono/zod-openapi';
import { filterSchema } from '../../../src/core/filter.js';
import { webModes } from '../../../src/core/web-config.js';

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

const history = z
  .array(
    z.strictObject({
      question,
      standalone: question.optional().openapi({ description: 'As an earlier answer gave it.' }),
      answer: z.string().max(20_000, 'must have at most 20000 characters'),
    }),
  )
  .max(50, 'must have at most 50 turns')
  .readonly()
  .optional()
  .openapi({ description: 'What was said before, oldest first: "and in 2021?" is understood from it.' });

const limits = z
  .strictObject({
    steps: z.int().min(1).optional(),
    tokens: z.int().min(1).optional(),
    seconds: z.number().positive().optional(),
    cost: z.number().positive().optional(),
  })
  .optional()
  .openapi({ description: 'What this question may take; the settings are the upper bound.' });

export const askRequestSchema = z
  .strictObject({
    question: question.openapi({ example: 'How does docent decide that it does not know?' }),
    index: indexName.optional(),
    k: hitCount.optional().openapi({ description: 'Number of chunks to answer from.' }),
    filter,
    history,
    conversationId: z
      .union([z.literal('new'), z.uuid()], 'must be "new" or the id of a conversation')
      .optional()
      .openapi({
        description:
          'Keeps the question and its answer in a conversation, and understands the question from what was said before. ' +
          '"new" begins one; the answer tells its id.',
      }),
    web: z.enum(webModes).optional().openapi({
      description:
        'Whether the web may be searched: never, where the index does not suffice, or in any case. Default: DOCENT_WEB.',
    }),
    limits,
  })
  .refine(({ history: turns, conversationId }) => turns === undefined || conversationId === undefined, {
    message: 'history and conversationId exclude each other: a conversation brings its own',
    path: ['history'],
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
