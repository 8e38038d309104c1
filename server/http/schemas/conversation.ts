import { z } from '@hono/zod-openapi';
import { documentListQuerySchema } from './document.js';
import { indexName } from './query.js';

export const conversationHeadSchema = z
  .object({
    id: z.string(),
    index: z.string(),
    title: z.string().openapi({ description: 'The first question, cut where it is long.' }),
    createdAt: z.string(),
    updatedAt: z.string().openapi({ description: 'Time of the last turn.' }),
    turns: z.int().openapi({ description: 'Number of turns.' }),
  })
  .openapi('ConversationHead');

export const turnSchema = z
  .object({
    question: z.string().openapi({ description: 'As it was asked.' }),
    standalone: z.string().openapi({ description: 'As it was understood from the turns before it.' }),
    answer: z.string(),
    abstained: z.boolean(),
    sources: z.array(z.string()).readonly().openapi({ description: 'Names of the documents that the answer cites.' }),
    at: z.string(),
  })
  .openapi('Turn');

export const conversationSchema = z
  .object({
    id: z.string(),
    index: z.string(),
    title: z.string(),
    createdAt: z.string(),
    turns: z.array(turnSchema).readonly().openapi({ description: 'Oldest first.' }),
    summary: z
      .object({ text: z.string(), turns: z.int().openapi({ description: 'Number of turns that it covers.' }) })
      .optional()
      .openapi({ description: 'Where DOCENT_MEMORY is summary and a chat model made one.' }),
  })
  .openapi('Conversation');

export const conversationListSchema = z
  .object({ index: z.string(), conversations: z.array(conversationHeadSchema).readonly(), total: z.int() })
  .openapi('ConversationList');

export const deletedConversationSchema = z
  .object({ id: z.string(), deleted: z.literal(true) })
  .openapi('DeletedConversation');

export const conversationListQuerySchema = documentListQuerySchema;

export const conversationParametersSchema = z.object({ id: z.string().min(1).max(200) });

export const conversationQuerySchema = z.object({ index: indexName.optional() });

export type ConversationBody = z.infer<typeof conversationSchema>;
export type ConversationHeadBody = z.infer<typeof conversationHeadSchema>;
