import type { Conversation, ConversationHead } from '../../../src/agent/memory/conversation.js';
import type { ConversationBody, ConversationHeadBody } from '../schemas/conversation.js';

export function presentConversation({ id, index, title, createdAt, turns, summary }: Conversation): ConversationBody {
  const presented = turns.map(({ question, standalone, answer, abstained, sources, at }) => {
    return { question, standalone, answer, abstained, sources: [...sources], at };
  });
  return { id, index, title, createdAt, turns: presented, ...(summary === undefined ? {} : { summary }) };
}

export function presentConversationHead(head: ConversationHead): ConversationHeadBody {
  const { id, index, title, createdAt, updatedAt, turns } = head;
  return { id, index, title, createdAt, updatedAt, turns };
}
