import { createRoute } from '@hono/zod-openapi';
import { runWithin } from '../deadline.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { conversationQuerySchema } from '../schemas/conversation.js';
import { guardedProblems } from '../schemas/problem.js';
import { webPageParametersSchema, webPageSchema } from '../schemas/web-page.js';
import { optionalBearer } from '../security.js';

const route = createRoute({
  method: 'get',
  path: '/v1/web-pages/{id}',
  operationId: 'getWebPage',
  summary: 'A web page as it stood when an answer cited it',
  security: optionalBearer,
  request: { params: webPageParametersSchema, query: conversationQuerySchema },
  responses: {
    200: { description: 'The page.', content: { 'application/json': { schema: webPageSchema } } },
    ...guardedProblems,
  },
});

export function addWebPageRoute(app: HttpApp, { assistant, openDeadline }: RouteServices): void {
  app.openapi(route, async (context) => {
    const { id } = context.req.valid('param');
    const deadline = openDeadline(context.req.raw.signal);
    const page = await runWithin(deadline, () => assistant.webPage(id, context.req.valid('query')));
    return context.json(page, 200);
  });
}
