import { createRoute, z } from '@hono/zod-openapi';
import { packageVersion } from '../../../src/core/package-version.js';
import type { HttpApp } from '../http-environment.js';
import { commonProblems } from '../schemas/problem.js';
import { bearerScheme } from '../security.js';

const documentSchema = z.record(z.string(), z.unknown()).openapi({ description: 'An OpenAPI 3.1 document.' });

const route = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'openapi',
  summary: 'This description',
  responses: {
    200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: documentSchema } } },
    403: commonProblems[403],
  },
});

/** The description comes from the schemas that validate requests, so that the two cannot disagree. */
export function addOpenapiRoute(app: HttpApp): void {
  app.openAPIRegistry.registerComponent('securitySchemes', bearerScheme, {
    type: 'http',
    scheme: 'bearer',
    description: 'The value of DOCENT_API_KEY; needed only where the server has one.',
  });
  let document: Record<string, unknown> | undefined;
  app.openapi(route, (context) => {
    document ??= describe(app);
    return context.json(document, 200);
  });
}

function describe(app: HttpApp): Record<string, unknown> {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'docent',
      version: packageVersion(),
      description:
        'Answers questions from your documents, with checked citations. Errors are RFC 9457 problem details.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
  return { ...document };
}
