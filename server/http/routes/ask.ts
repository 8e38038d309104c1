import { createRoute } from '@hono/zod-openapi';
import { prefersEventStream } from '../accept.js';
import { eventsWithin, finalAnswer } from '../answer-events.js';
import { eventStream } from '../event-stream.js';
import { logFailure } from '../failure-log.js';
import type { HttpApp, RouteServices } from '../http-environment.js';
import { presentAnswer } from '../present/answer.js';
import { presentEvent } from '../present/event.js';
import { answerSchema } from '../schemas/answer.js';
import { eventSchema } from '../schemas/event.js';
import { bodyProblems } from '../schemas/problem.js';
import { askRequestSchema } from '../schemas/query.js';
import { optionalBearer } from '../security.js';

const route = createRoute({
  method: 'post',
  path: '/v1/ask',
  operationId: 'ask',
  summary: 'Answer a question from the indexed documents, with checked citations',
  description:
    'With `Accept: text/event-stream` the same run is sent as server-sent events while it happens: each frame has the ' +
    'event type as `event` and an AnswerEvent as `data`. What fails once the run has begun comes as an `error` event.',
  security: optionalBearer,
  request: { body: { required: true, content: { 'application/json': { schema: askRequestSchema } } } },
  responses: {
    200: {
      description: 'The answer, or an abstention where the documents do not support one.',
      content: { 'application/json': { schema: answerSchema }, 'text/event-stream': { schema: eventSchema } },
    },
    ...bodyProblems,
  },
});

export function addAskRoute(app: HttpApp, { assistant, log, openDeadline }: RouteServices): void {
  app.openapi(route, async (context) => {
    const { question, ...options } = context.req.valid('json');
    const deadline = openDeadline(context.req.raw.signal);
    const events = eventsWithin(deadline, (signal) => assistant.ask(question, { ...options, signal }));
    if (!prefersEventStream(context.req.header('Accept'))) {
      return context.json(presentAnswer(await finalAnswer(events)), 200);
    }
    const stream = eventStream(events, deadline, (event) => {
      if (event.type === 'error') logFailure(log, event.error, context.var.requestId);
      return presentEvent(event, context.req.path);
    });
    return context.body(stream, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  });
}
