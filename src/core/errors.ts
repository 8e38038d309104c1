/** Stable identifiers; clients may branch on them. */
export type ErrorCode =
  | 'invalid-config'
  | 'invalid-request'
  | 'invalid-filter'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'unauthorized'
  | 'host-not-allowed'
  | 'not-found'
  | 'method-not-allowed'
  | 'timeout'
  | 'aborted'
  | 'server-stopping'
  | 'port-in-use'
  | 'index-not-found'
  | 'index-damaged'
  | 'index-locked'
  | 'index-not-writable'
  | 'index-format-unknown'
  | 'embedder-mismatch'
  | 'embedder-not-found'
  | 'embedder-failed'
  | 'chat-model-unreachable'
  | 'chat-model-refused'
  | 'chat-model-not-found'
  | 'chat-model-rate-limited'
  | 'chat-model-timeout'
  | 'chat-model-failed'
  | 'chat-context-too-long'
  | 'chat-reply-cut'
  | 'chat-reply-invalid'
  | 'document-not-found'
  | 'page-not-found'
  | 'conversation-not-found'
  | 'conversation-full'
  | 'path-not-found'
  | 'file-unreadable'
  | 'file-vanished'
  | 'file-empty'
  | 'file-too-large'
  | 'file-binary'
  | 'file-corrupt'
  | 'file-encrypted'
  | 'file-without-text'
  | 'format-unsupported'
  | 'extraction-timeout'
  | 'extraction-crashed'
  | 'disk-full'
  | 'ingest-failed'
  | 'benchmark-invalid'
  | 'web-address-refused'
  | 'web-page-failed'
  | 'web-unavailable'
  | 'internal';

export interface ErrorDetails {
  /** What the user can do now, one or two sentences. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error that a person can act on: what happened to which thing and why (`message`), and the way out (`hint`). */
export class DocentError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DocentError';
    this.code = code;
    this.hint = details.hint;
  }
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's error code (`ENOENT`, `ENOSPC`), also where a library only quotes it in its message. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^E[A-Z\d]+$/u.test(code)) return code;
  if (/No space left on device|os error 28\b/u.test(errorMessage(error))) return 'ENOSPC';
  if (/Permission denied|os error 13\b/u.test(errorMessage(error))) return 'EACCES';
  return undefined;
}

/** Passes a DocentError on; anything else becomes one with the code `internal`. */
export function toDocentError(error: unknown): DocentError {
  if (error instanceof DocentError) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new DocentError('aborted', 'The work was stopped before it finished.', { cause: error });
  }
  return new DocentError('internal', `Unexpected failure: ${errorMessage(error)}`, { cause: error });
}
