import { createRoute } from '@hono/zod-openapi';
import { runWithin } from '../deadline.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { presentHit } from '../present/hit.js';
import { searchResponseSchema } from '../schemas/hit.js';
import { bodyProblems } from '../schemas/problem.js';
import { searchRequestSchema } from '../schemas/query.js';
import { optionalBearer } from '../security.js';

const route = createRoute({
  method: 'post',
  path: '/v1/search',
  operationId: 'search',
  summary: 'Find the chunks that fit a query best',
  security: optionalBearer,
  request: { body: { required: true, content: { 'application/json': { schema: searchRequestSchema } } } },
  responses: {
    200: { description: 'Hits, best first.', content: { 'application/json': { schema: searchResponseSchema } } },
    ...bodyProblems,
  },
});

export function addSearchRoute(app: HttpApp, { assistant, openDeadline }: RouteServices): void {
  app.openapi(route, async (context) => {
    const { query, ...options } = context.req.valid('json');
    const deadline = openDeadline(context.req.raw.signal);
    const result = await runWithin(deadline, (signal) => assistant.search(query, { ...options, signal }));
    return context.json({ ...result, hits: result.hits.map(presentHit) }, 200);
  });
}
