import { z } from '@hono/zod-openapi';
import { timingsSchema } from './timings.js';

export const hitSchema = z
  .object({
    rank: z.int().openapi({ description: '1-based.' }),
    score: z.number().openapi({ description: 'Comparable within one query only; higher is better.' }),
    parts: z.record(z.string(), z.number()).openapi({ description: 'Scores by the retriever that gave them.' }),
    documentId: z.string(),
    document: z.string().openapi({ description: 'Path of the document relative to the ingested folder.' }),
    title: z.string(),
    page: z.int().optional().openapi({ description: 'Page number, for documents that have real pages.' }),
    headings: z.array(z.string()).readonly().openapi({ description: 'Headings above the chunk, outermost first.' }),
    location: z.string().openapi({ description: 'Readable place.', example: 'p. 12' }),
    unit: z.int().openapi({ description: 'What `GET /v1/documents/{id}?page=` takes to return the text around it.' }),
    chunkId: z.string(),
    start: z.int().openapi({ description: "UTF-16 offset in the document's text." }),
    end: z.int().openapi({ description: "UTF-16 offset in the document's text, exclusive." }),
    text: z.string(),
  })
  .openapi('Hit');

export const searchResponseSchema = z
  .object({
    index: z.string(),
    hits: z.array(hitSchema).readonly(),
    respelled: z
      .array(z.object({ word: z.string(), instead: z.string() }))
      .readonly()
      .openapi({ description: 'Words of the query that no document has, and what was looked for instead.' }),
    timings: timingsSchema,
  })
  .openapi('SearchResponse');

export type HitBody = z.infer<typeof hitSchema>;
