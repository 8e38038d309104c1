import { createRoute } from '@hono/zod-openapi';
import { runWithin } from '../deadline.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { presentConversation, presentConversationHead } from '../present/conversation.js';
import {
  conversationListQuerySchema,
  conversationListSchema,
  conversationParametersSchema,
  conversationQuerySchema,
  conversationSchema,
  deletedConversationSchema,
} from '../schemas/conversation.js';
import { guardedProblems } from '../schemas/problem.js';
import { optionalBearer } from '../security.js';

const listRoute = createRoute({
  method: 'get',
  path: '/v1/conversations',
  operationId: 'listConversations',
  summary: 'List the conversations about an index, the one that was spoken in last first',
  security: optionalBearer,
  request: { query: conversationListQuerySchema },
  responses: {
    200: { description: 'One part of the list.', content: { 'application/json': { schema: conversationListSchema } } },
    ...guardedProblems,
  },
});

const detailRoute = createRoute({
  method: 'get',
  path: '/v1/conversations/{id}',
  operationId: 'getConversation',
  summary: 'One conversation with its turns',
  security: optionalBearer,
  request: { params: conversationParametersSchema, query: conversationQuerySchema },
  responses: {
    200: { description: 'The conversation.', content: { 'application/json': { schema: conversationSchema } } },
    ...guardedProblems,
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/conversations/{id}',
  operationId: 'deleteConversation',
  summary: 'Forget a conversation',
  security: optionalBearer,
  request: { params: conversationParametersSchema, query: conversationQuerySchema },
  responses: {
    200: { description: 'It is gone.', content: { 'application/json': { schema: deletedConversationSchema } } },
    ...guardedProblems,
  },
});

export function addConversationRoutes(app: HttpApp, { assistant, openDeadline }: RouteServices): void {
  app.openapi(listRoute, async (context) => {
    const options = context.req.valid('query');
    const deadline = openDeadline(context.req.raw.signal);
    const { index, conversations, total } = await runWithin(deadline, () => assistant.conversations(options));
    return context.json({ index, conversations: conversations.map(presentConversationHead), total }, 200);
  });

  app.openapi(detailRoute, async (context) => {
    const { id } = context.req.valid('param');
    const options = context.req.valid('query');
    const deadline = openDeadline(context.req.raw.signal);
    const conversation = await runWithin(deadline, () => assistant.conversation(id, options));
    return context.json(presentConversation(conversation), 200);
  });

  app.openapi(deleteRoute, async (context) => {
    const { id } = context.req.valid('param');
    const options = context.req.valid('query');
    const deadline = openDeadline(context.req.raw.signal);
    await runWithin(deadline, () => assistant.deleteConversation(id, options));
    return context.json({ id, deleted: true as const }, 200);
  });
}
