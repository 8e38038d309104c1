import type { DocumentSource, ReadDocument } from '../../src/core/document-reader.js';
import type { ErrorCode } from '../../src/core/errors.js';

/** What docent sends to the child process that reads pages. */
export interface WebTextRequest {
  readonly bytes: Uint8Array;
  readonly source: Omit<DocumentSource, 'signal'>;
}

/** Comes back: `ready` once, then one of the others for each request. */
export type WebTextReply =
  | { readonly type: 'ready' }
  | { readonly type: 'read'; readonly document: ReadDocument }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined };
