import { z } from '@hono/zod-openapi';
import { indexName } from './query.js';

export const documentSchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ description: 'Path relative to the ingested folder.' }),
    title: z.string(),
    format: z.string().openapi({ example: 'pdf' }),
    uri: z.string().openapi({ description: 'Absolute path or URL that it came from.' }),
    bytes: z.int(),
    contentHash: z.string().openapi({ description: "SHA-256 of the source's bytes." }),
    modifiedAt: z.string(),
    ingestedAt: z.string(),
    pageCount: z.int(),
    chunkCount: z.int(),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .openapi('Document');

export const pageSchema = z
  .object({
    number: z.int(),
    kind: z.enum(['page', 'section', 'rows', 'cell', 'lines']),
    label: z.string().openapi({ example: 'p. 12' }),
    start: z.int().openapi({ description: "UTF-16 offset in the document's text." }),
    end: z.int().openapi({ description: "UTF-16 offset in the document's text, exclusive." }),
    text: z.string().optional(),
  })
  .openapi('Page', { description: 'The unit that a citation names: a page, section, table rows, cell or lines.' });

export const documentListSchema = z
  .object({ index: z.string(), documents: z.array(documentSchema).readonly(), total: z.int() })
  .openapi('DocumentList');

export const documentDetailSchema = z
  .object({ document: documentSchema, pages: z.array(pageSchema).readonly() })
  .openapi('DocumentDetail');

/** Query strings carry text only, and `Number('')` is 0. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/u, 'must be a whole number')
  .transform(Number);

export const documentListQuerySchema = z.object({
  index: indexName.optional(),
  limit: wholeNumber
    .pipe(z.int().min(1, 'must be at least 1').max(1000, 'must be at most 1000'))
    .default(100)
    .openapi({ type: 'integer', minimum: 1, maximum: 1000, default: 100 }),
  offset: wholeNumber.pipe(z.int().min(0)).default(0).openapi({ type: 'integer', minimum: 0, default: 0 }),
});

export const documentParametersSchema = z.object({ id: z.string().min(1).max(200) });

export const documentQuerySchema = z.object({
  index: indexName.optional(),
  page: wholeNumber
    .pipe(z.int().min(1, 'must be at least 1'))
    .optional()
    .openapi({ type: 'integer', minimum: 1, description: 'Only this unit, with its text.' }),
  text: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .openapi({ type: 'boolean', description: 'Whether units come with their text; true where a page is named.' }),
});

export type DocumentBody = z.infer<typeof documentSchema>;
export type PageBody = z.infer<typeof pageSchema>;
