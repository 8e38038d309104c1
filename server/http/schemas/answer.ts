import { z } from '@hono/zod-openapi';
import { timingsSchema } from './timings.js';

export const citationSchema = z
  .object({
    id: z.int().openapi({ description: 'The mark in the answer: `[1]` is citation 1.' }),
    documentId: z.string(),
    document: z.string().openapi({ description: 'Path of the document relative to the ingested folder.' }),
    title: z.string(),
    page: z.int().optional().openapi({ description: 'Page number, for documents that have real pages.' }),
    heading: z.string().optional(),
    location: z.string().openapi({ description: 'Readable place.', example: 'p. 12' }),
    unit: z.int().openapi({ description: 'What `GET /v1/documents/{id}?page=` takes to return the text around it.' }),
    chunkId: z.string(),
    start: z.int().openapi({ description: "UTF-16 offset of the quote in the document's text." }),
    end: z.int().openapi({ description: "UTF-16 offset in the document's text, exclusive." }),
    quote: z.string().openapi({ description: 'Stands verbatim at its span.' }),
    score: z.number(),
  })
  .openapi('Citation');

export const abstentionSchema = z
  .object({
    reason: z.string(),
    searched: z.object({ queries: z.array(z.string()).readonly(), index: z.string(), documents: z.int() }),
    nearest: z
      .array(z.object({ id: z.string(), name: z.string(), title: z.string(), format: z.string() }))
      .readonly()
      .openapi({ description: 'Documents that came closest, best first.' }),
  })
  .openapi('Abstention');

export const answerSchema = z
  .object({
    answer: z
      .string()
      .openapi({ description: 'Text with marks like `[1]`; for an abstention the sentence that says so.' }),
    abstained: z.boolean(),
    support: z.number().min(0).max(1).openapi({ description: 'How well the sources support the answer.' }),
    citations: z.array(citationSchema).readonly(),
    abstention: abstentionSchema.optional(),
    timings: timingsSchema,
  })
  .openapi('Answer');

export type AnswerBody = z.infer<typeof answerSchema>;
export type CitationBody = z.infer<typeof citationSchema>;
export type AbstentionBody = z.infer<typeof abstentionSchema>;
