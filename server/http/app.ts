import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { requestId } from 'hono/request-id';
import type { Assistant } from '../../src/assistant.js';
import type { Config } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { Log } from '../../src/core/log.js';
import { bearerAuth } from './bearer-auth.js';
import { type Clock, systemClock } from './clock.js';
import { openDeadline } from './deadline.js';
import { logFailure } from './failure-log.js';
import { hostCheck } from './host-check.js';
import type { HttpApp, HttpEnvironment, RouteServices } from './http-environment.js';
import { addMethodChecks } from './method-check.js';
import { problemMediaType, problemOf, statusOf } from './problem.js';
import { errorOfRequest, invalidRequest } from './request-error.js';
import { addAskRoute } from './routes/ask.js';
import { addConversationRoutes } from './routes/conversations.js';
import { addDocumentRoutes } from './routes/documents.js';
import { addHealthRoutes } from './routes/health.js';
import { addOpenapiRoute } from './routes/openapi.js';
import { addSearchRoute } from './routes/search.js';
import { addWebPageRoute } from './routes/web-pages.js';

export interface AppOptions {
  readonly assistant: Assistant;
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  /** Fires when the server stops and no longer waits for what is under way. */
  readonly stopping?: AbortSignal;
}

/** Far above the largest valid request: 8,000 characters of question and a filter. */
const maximumBodyBytes = 256 * 1024;

/** The HTTP API as a function from request to response; listens nowhere. */
export function createApp(options: AppOptions): HttpApp {
  const app: HttpApp = new OpenAPIHono<HttpEnvironment>({
    defaultHook(result) {
      if (result.success) return;
      throw invalidRequest({ value: 'data' in result ? result.data : {}, target: result.target, error: result.error });
    },
  });
  addGuards(app, options);
  const services = servicesOf(options);
  addHealthRoutes(app, services);
  addAskRoute(app, services);
  addSearchRoute(app, services);
  addDocumentRoutes(app, services);
  addConversationRoutes(app, services);
  addWebPageRoute(app, services);
  addOpenapiRoute(app);
  addMethodChecks(app);
  addErrorResponses(app, options.log);
  return app;
}

function servicesOf({ assistant, config, log, stopping, clock = systemClock }: AppOptions): RouteServices {
  const { requestTimeoutMs } = config.server;
  return {
    assistant,
    config,
    log,
    openDeadline: (disconnected) => openDeadline({ timeoutMs: requestTimeoutMs, clock, disconnected, stopping }),
  };
}

/** Cheapest refusal first; nothing of a body is read before the key has been seen. */
function addGuards(app: HttpApp, { config, log, clock = systemClock }: AppOptions): void {
  app.use(requestId());
  app.use(async (context, next) => {
    const startedAt = clock.now();
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Cache-Control', 'no-store');
    await next();
    const { method, path } = context.req;
    log.info(
      `${method} ${path} ${context.res.status} ${Math.round(clock.now() - startedAt)} ms ${context.var.requestId}`,
    );
  });
  app.use(hostCheck(config.server.host));
  app.use('/v1/*', bearerAuth(config.server.apiKey));
  app.use(bodyLimit({ maxSize: maximumBodyBytes, onError: refuseBody }));
}

function refuseBody(): never {
  throw new DocentError('payload-too-large', `The body is larger than ${maximumBodyBytes / 1024} kB.`, {
    hint: 'Send the question only; documents come in with `docent ingest`.',
  });
}

function addErrorResponses(app: HttpApp, log: Log): void {
  app.notFound((context) => {
    const what = `There is nothing at ${context.req.method} ${context.req.path}.`;
    return respond(context, new DocentError('not-found', what, { hint: 'GET /openapi.json lists every route.' }));
  });
  app.onError((thrown, context) => {
    const error = errorOfRequest(thrown);
    logFailure(log, error, context.var.requestId);
    return respond(context, error);
  });
}

function respond(context: Context<HttpEnvironment>, error: DocentError): Response {
  const body = JSON.stringify(problemOf(error, new URL(context.req.url).pathname));
  return context.body(body, statusOf(error.code), { 'Content-Type': problemMediaType });
}
