import { createRoute } from '@hono/zod-openapi';
import { packageVersion } from '../../../src/core/package-version.js';
import { isAuthorized } from '../bearer-auth.js';
import { runWithin } from '../deadline.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { aboutSchema, healthSchema } from '../schemas/health.js';
import { commonProblems } from '../schemas/problem.js';

const aboutRoute = createRoute({
  method: 'get',
  path: '/',
  operationId: 'about',
  summary: 'What this server is and where its API is described',
  responses: {
    200: { description: 'Name, version, pointers.', content: { 'application/json': { schema: aboutSchema } } },
    403: commonProblems[403],
  },
});

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'health',
  summary: 'Whether the server can answer, and from what',
  responses: {
    200: { description: 'It can.', content: { 'application/json': { schema: healthSchema } } },
    ...commonProblems,
  },
});

export function addHealthRoutes(app: HttpApp, { assistant, config, openDeadline }: RouteServices): void {
  const version = packageVersion();
  const description = 'Answers questions from your documents, with checked citations. Ask with POST /v1/ask.';
  app.openapi(aboutRoute, (context) =>
    context.json({ name: 'docent', version, description, openapi: '/openapi.json' }, 200),
  );

  app.openapi(healthRoute, async (context) => {
    const deadline = openDeadline(context.req.raw.signal);
    const summaries = await runWithin(deadline, () => assistant.indexes());
    // The probe of a load balancer carries no key, and strangers need not know what the indexes are called.
    if (!isAuthorized(context.req.header('Authorization'), config.server.apiKey)) {
      return context.json({ status: 'ok' as const, version }, 200);
    }
    const indexes = summaries.map(({ name, manifest, stats: { documents, pages, chunks } }) => {
      return { name, documents, pages, chunks, embedder: manifest.embedder.name };
    });
    return context.json({ status: 'ok' as const, version, indexes }, 200);
  });
}
