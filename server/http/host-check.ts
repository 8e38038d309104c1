import type { MiddlewareHandler } from 'hono';
import { DocentError } from '../../src/core/errors.js';
import { isLoopback } from './loopback.js';

/**
 * Refuses requests that came to this machine under another name: a web page whose own name was made to resolve to
 * 127.0.0.1 (DNS rebinding) could otherwise read the answers. Only for a server that is bound to loopback.
 */
export function hostCheck(boundHost: string): MiddlewareHandler {
  const isBoundToLoopback = isLoopback(boundHost);
  return async (context, next) => {
    const host = context.req.header('Host') ?? new URL(context.req.url).host;
    if (isBoundToLoopback && !isLoopback(host.replace(/:\d*$/u, ''))) {
      throw new DocentError('host-not-allowed', `This server does not answer under the name ${JSON.stringify(host)}.`, {
        hint: 'Use http://localhost or http://127.0.0.1, or set DOCENT_HOST and DOCENT_API_KEY to serve other machines.',
      });
    }
    await next();
  };
}
