import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { DocentError } from '../../src/core/errors.js';
import { hashOf } from '../../src/core/hash.js';

/** Demands `Authorization: Bearer <key>`; lets everything pass where no key is set. */
export function bearerAuth(apiKey: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const authorization = context.req.header('Authorization');
    if (!isAuthorized(authorization, apiKey)) {
      const reason = authorization === undefined ? '' : ', error="invalid_token"';
      context.header('WWW-Authenticate', `Bearer realm="docent"${reason}`);
      throw new DocentError('unauthorized', 'This server answers only with its API key.', {
        hint: 'Send the header Authorization: Bearer KEY, with the value of DOCENT_API_KEY.',
      });
    }
    await next();
  };
}

export function isAuthorized(authorization: string | undefined, apiKey: string | undefined): boolean {
  if (apiKey === undefined) return true;
  const key = /^Bearer +(\S.*?) *$/iu.exec(authorization ?? '')?.[1];
  // Hashes have one length, so that the comparison takes the same time whatever was sent.
  return key !== undefined && timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(hashOf(apiKey)));
}
