import { randomUUID } from 'node:crypto';
import {
  byLastUse,
  type ConversationSummary,
  conversationHead,
  conversationOf,
  type Turn,
} from '../../src/agent/memory/conversation.js';
import { type ConversationStore, conversationNotFound } from '../../src/agent/memory/conversation-store.js';

interface Kept {
  readonly turns: readonly Turn[];
  readonly summary: ConversationSummary | undefined;
}

/** Conversations that are gone with the process. */
export class MemoryConversations implements ConversationStore {
  readonly #index: string;
  readonly #kept = new Map<string, Kept>();

  constructor(index = 'default') {
    this.#index = index;
  }

  async begin(turn: Turn) {
    const id = randomUUID();
    this.#kept.set(id, { turns: [turn], summary: undefined });
    return this.read(id);
  }

  async append(id: string, turn: Turn) {
    const { turns, summary } = this.#of(id);
    this.#kept.set(id, { turns: [...turns, turn], summary });
  }

  async keepSummary(id: string, summary: ConversationSummary) {
    this.#kept.set(id, { turns: this.#of(id).turns, summary });
  }

  async read(id: string) {
    const { turns, summary } = this.#of(id);
    const conversation = conversationOf({ id, index: this.#index }, turns, summary);
    if (conversation === undefined) throw conversationNotFound(id, this.#index);
    return conversation;
  }

  async list({ limit = 100, offset = 0 }: Parameters<ConversationStore['list']>[0] = {}) {
    const all = await Promise.all([...this.#kept.keys()].map((id) => this.read(id)));
    const heads = all.map(conversationHead).sort(byLastUse);
    return { conversations: heads.slice(offset, offset + limit), total: heads.length };
  }

  async delete(id: string) {
    this.#of(id);
    this.#kept.delete(id);
  }

  #of(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw conversationNotFound(id, this.#index);
    return kept;
  }
}
