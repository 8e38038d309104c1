import { z } from '@hono/zod-openapi';

export const timingsSchema = z
  .object({ total: z.number() })
  .catchall(z.number())
  .openapi('Timings', { description: 'Milliseconds by stage.', example: { search: 12.5, total: 31.2 } });
