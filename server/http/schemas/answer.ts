import { z } from '@hono/zod-openapi';
import { timingsSchema } from './timings.js';

export const citationSchema = z
  .object({
    id: z.int().openapi({ description: 'The mark in the answer: `[1]` is citation 1.' }),
    documentId: z.string(),
    source: z.enum(['tool', 'web']).optional().openapi({ description: 'Where it was found; absent for the index.' }),
    url: z.string().optional().openapi({ description: 'Of a web page.' }),
    accessedAt: z.string().optional().openapi({ description: 'When the page was read, ISO 8601.' }),
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
    searched: z.object({
      queries: z.array(z.string()).readonly(),
      index: z.string(),
      documents: z.int(),
      web: z
        .object({ queries: z.array(z.string()).readonly(), failures: z.array(z.string()).readonly() })
        .optional()
        .openapi({ description: 'Absent where the web was not asked; failures say why it was of no use.' }),
    }),
    nearest: z
      .array(z.object({ id: z.string(), name: z.string(), title: z.string(), format: z.string() }))
      .readonly()
      .openapi({ description: 'Documents that came closest, best first.' }),
    closest: citationSchema
      .optional()
      .openapi({ description: 'The sentence that came closest: not an answer, but for the reader to judge.' }),
  })
  .openapi('Abstention');

export const evidenceSchema = z
  .object({
    number: z.int(),
    chunkId: z.string(),
    documentId: z.string(),
    document: z.string(),
    location: z.string(),
  })
  .openapi('Evidence');

const usageSchema = z
  .object({
    steps: z.int(),
    searches: z.int(),
    modelCalls: z.int(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    cost: z.number().optional().openapi({ description: 'In the currency of DOCENT_CHAT_PRICES.' }),
    limit: z
      .enum(['steps', 'tokens', 'seconds', 'cost'])
      .optional()
      .openapi({ description: 'The limit that ended the search, where one did.' }),
  })
  .openapi('Usage');

export const answerSchema = z
  .object({
    answer: z
      .string()
      .openapi({ description: 'Text with marks like `[1]`; for an abstention the sentence that says so.' }),
    abstained: z.boolean(),
    support: z.number().min(0).max(1).openapi({ description: 'How well the sources support the answer.' }),
    citations: z.array(citationSchema).readonly(),
    claims: z
      .object({ total: z.int(), supported: z.int() })
      .openapi({ description: 'Statements of the draft, and those that stood up to their sources and stand here.' }),
    evidence: z
      .array(evidenceSchema)
      .readonly()
      .openapi({ description: 'The passages that the answer was made from, best first.' }),
    standalone: z
      .string()
      .optional()
      .openapi({ description: 'The question as it was understood, where the conversation completed it.' }),
    contradictions: z
      .array(z.object({ about: z.string(), evidence: z.array(z.int()).readonly() }))
      .readonly()
      .optional()
      .openapi({ description: 'Where sources say different things; the numbers are those of the evidence.' }),
    model: z
      .string()
      .optional()
      .openapi({ description: 'The chat model that wrote the answer; absent where sentences are quoted.' }),
    conversationId: z.string().optional(),
    warnings: z.array(z.string()).readonly().optional(),
    usage: usageSchema,
    abstention: abstentionSchema.optional(),
    timings: timingsSchema,
  })
  .openapi('Answer');

export type AnswerBody = z.infer<typeof answerSchema>;
export type CitationBody = z.infer<typeof citationSchema>;
export type AbstentionBody = z.infer<typeof abstentionSchema>;
