import { createRoute } from '@hono/zod-openapi';
import { runWithin } from '../deadline.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { presentDocument, presentPage } from '../present/document.js';
import {
  documentDetailSchema,
  documentListQuerySchema,
  documentListSchema,
  documentParametersSchema,
  documentQuerySchema,
} from '../schemas/document.js';
import { guardedProblems } from '../schemas/problem.js';
import { optionalBearer } from '../security.js';

const listRoute = createRoute({
  method: 'get',
  path: '/v1/documents',
  operationId: 'listDocuments',
  summary: 'List the documents of an index, by name',
  security: optionalBearer,
  request: { query: documentListQuerySchema },
  responses: {
    200: { description: 'One part of the list.', content: { 'application/json': { schema: documentListSchema } } },
    ...guardedProblems,
  },
});

const detailRoute = createRoute({
  method: 'get',
  path: '/v1/documents/{id}',
  operationId: 'getDocument',
  summary: 'One document and its units: pages, sections, rows, cells or lines',
  description: 'Units come without text unless `page` names one or `text=true` asks for all.',
  security: optionalBearer,
  request: { params: documentParametersSchema, query: documentQuerySchema },
  responses: {
    200: { description: 'The document.', content: { 'application/json': { schema: documentDetailSchema } } },
    ...guardedProblems,
  },
});

export function addDocumentRoutes(app: HttpApp, { assistant, openDeadline }: RouteServices): void {
  app.openapi(listRoute, async (context) => {
    const options = context.req.valid('query');
    const deadline = openDeadline(context.req.raw.signal);
    const list = await runWithin(deadline, () => assistant.listDocuments(options));
    return context.json({ index: list.index, documents: list.documents.map(presentDocument), total: list.total }, 200);
  });

  app.openapi(detailRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { index, page, text } = context.req.valid('query');
    const deadline = openDeadline(context.req.raw.signal);
    const { document, pages } = await runWithin(deadline, () => assistant.getDocument(id, { index, page }));
    const withText = text ?? page !== undefined;
    const body = { document: presentDocument(document), pages: pages.map((one) => presentPage(one, withText)) };
    return context.json(body, 200);
  });
}
