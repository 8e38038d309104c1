import { z } from '@hono/zod-openapi';

export const aboutSchema = z
  .object({ name: z.string(), version: z.string(), description: z.string(), openapi: z.string() })
  .openapi('About');

export const healthSchema = z
  .object({
    status: z.literal('ok'),
    version: z.string(),
    indexes: z
      .array(z.object({ name: z.string(), documents: z.int(), pages: z.int(), chunks: z.int(), embedder: z.string() }))
      .optional()
      .openapi({ description: 'Left out where an API key is set and the request does not carry it.' }),
  })
  .openapi('Health');
