import { DocentError } from '../../core/errors.js';
import type { Conversation, ConversationHead, ConversationSummary, Turn } from './conversation.js';

export interface ConversationPage {
  /** The one that was spoken in last comes first. */
  readonly conversations: readonly ConversationHead[];
  /** Of all, not only of this part of the list. */
  readonly total: number;
}

/**
 * The conversations about one index. Turns are only ever added; what resolves is on disk, where there is one.
 * Everything that takes an id throws `conversation-not-found` for one that is unknown, whatever it looks like.
 */
export interface ConversationStore {
  /** Keeps the first turn of a new conversation, under a random id. */
  begin(turn: Turn): Promise<Conversation>;
  /** @throws DocentError `conversation-full`, `disk-full`, `index-not-writable` */
  append(id: string, turn: Turn): Promise<void>;
  /** Replaces the summary that is kept. @throws DocentError as `append` */
  keepSummary(id: string, summary: ConversationSummary): Promise<void>;
  read(id: string): Promise<Conversation>;
  list(part?: { readonly limit?: number | undefined; readonly offset?: number | undefined }): Promise<ConversationPage>;
  delete(id: string): Promise<void>;
}

/** Whether a text has the form of an id, so that no path can be made of it. */
export function isConversationId(id: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(id);
}

export function conversationNotFound(id: string, index: string): DocentError {
  return new DocentError(
    'conversation-not-found',
    `There is no conversation ${JSON.stringify(id.slice(0, 80))} in the index "${index}".`,
    { hint: 'GET /v1/conversations lists the conversations of an index and their ids.' },
  );
}
