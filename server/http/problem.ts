import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DocentError, ErrorCode } from '../../src/core/errors.js';

/** An error as clients get it (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable; clients may branch on it. */
  readonly code: ErrorCode;
  readonly hint?: string;
  /** Path of the request. */
  readonly instance: string;
}

export const problemMediaType = 'application/problem+json';

const statuses: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  'invalid-config': 500,
  'invalid-request': 400,
  'invalid-filter': 400,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  unauthorized: 401,
  'host-not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  timeout: 504,
  aborted: 503,
  'server-stopping': 503,
  'port-in-use': 500,
  'index-not-found': 404,
  'index-damaged': 500,
  'index-locked': 409,
  'index-not-writable': 500,
  'index-format-unknown': 500,
  'embedder-mismatch': 500,
  'embedder-not-found': 500,
  'embedder-failed': 500,
  'chat-model-unreachable': 502,
  'chat-model-refused': 502,
  'chat-model-not-found': 502,
  'chat-model-rate-limited': 503,
  'chat-model-timeout': 504,
  'chat-model-failed': 502,
  'chat-context-too-long': 500,
  'chat-reply-cut': 502,
  'chat-reply-invalid': 502,
  'document-not-found': 404,
  'page-not-found': 404,
  'conversation-not-found': 404,
  'conversation-full': 409,
  'path-not-found': 404,
  'file-unreadable': 422,
  'file-vanished': 422,
  'file-empty': 422,
  'file-too-large': 422,
  'file-binary': 422,
  'file-corrupt': 422,
  'file-encrypted': 422,
  'file-without-text': 422,
  'format-unsupported': 422,
  'extraction-timeout': 422,
  'extraction-crashed': 422,
  'disk-full': 507,
  'ingest-failed': 500,
  'benchmark-invalid': 422,
  'web-address-refused': 403,
  'web-page-failed': 502,
  'web-unavailable': 503,
  internal: 500,
};

export function statusOf(code: ErrorCode): ContentfulStatusCode {
  return statuses[code];
}

/** What an unexpected failure says stays in the log: it can hold paths, queries or keys. */
export function problemOf(error: DocentError, instance: string): Problem {
  const isInternal = error.code === 'internal';
  const hint = isInternal ? "The server's log has the reason, under the X-Request-Id of this response." : error.hint;
  return {
    type: `urn:docent:problem:${error.code}`,
    title: titleOf(error.code),
    status: statusOf(error.code),
    detail: isInternal ? 'Something went wrong inside docent.' : error.message,
    code: error.code,
    ...(hint === undefined ? {} : { hint }),
    instance,
  };
}

/** `index-not-found` → `Index not found`. */
function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
