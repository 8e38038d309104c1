import { z } from '@hono/zod-openapi';

export const webPageParametersSchema = z.object({
  id: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'id', in: 'path' }, description: "A citation's documentId." }),
});

export const webPageSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    title: z.string(),
    text: z.string().openapi({ description: "A citation's quote stands at its offsets of this text." }),
    accessedAt: z.string(),
  })
  .openapi('WebPage');
