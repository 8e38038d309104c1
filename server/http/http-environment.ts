import type { OpenAPIHono } from '@hono/zod-openapi';
import type { RequestIdVariables } from 'hono/request-id';
import type { Assistant } from '../../src/assistant.js';
import type { Config } from '../../src/core/config.js';
import type { Log } from '../../src/core/log.js';
import type { Deadline } from './deadline.js';

export interface HttpEnvironment {
  Variables: RequestIdVariables;
}

export type HttpApp = OpenAPIHono<HttpEnvironment>;

/** What the routes work with. */
export interface RouteServices {
  readonly assistant: Assistant;
  readonly config: Config;
  readonly log: Log;
  readonly openDeadline: (disconnected: AbortSignal) => Deadline;
}
