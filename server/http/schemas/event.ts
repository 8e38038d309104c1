import { z } from '@hono/zod-openapi';
import { abstentionSchema, answerSchema, citationSchema } from './answer.js';
import { hitSchema } from './hit.js';
import { problemSchema } from './problem.js';

const agent = z.string().optional().openapi({ description: 'Which of several agents that work side by side.' });

/** The `data` of one server-sent event; its `type` is the frame's `event`. */
export const eventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('thought'), text: z.string(), agent }).openapi('ThoughtEvent'),
    z
      .object({ type: z.literal('tool-call'), tool: z.string(), arguments: z.record(z.string(), z.unknown()), agent })
      .openapi('ToolCallEvent'),
    z
      .object({
        type: z.literal('tool-result'),
        tool: z.string(),
        text: z.string().openapi({ description: 'What the tool says, as the model reads it.' }),
        isError: z.boolean(),
        hits: z.array(hitSchema).readonly(),
        durationMs: z.number(),
        agent,
      })
      .openapi('ToolResultEvent'),
    z
      .object({
        type: z.literal('critique'),
        text: z.string(),
        support: z.number(),
        sufficiency: z.enum(['sufficient', 'partial', 'contradictory', 'none']),
      })
      .openapi('CritiqueEvent'),
    z.object({ type: z.literal('draft-delta'), text: z.string() }).openapi('DraftDeltaEvent', {
      description: 'The answer as the chat model writes it, before it is checked; what holds comes as `text-delta`.',
    }),
    z.object({ type: z.literal('text-delta'), text: z.string() }).openapi('TextDeltaEvent'),
    z.object({ type: z.literal('citation'), citation: citationSchema }).openapi('CitationEvent'),
    z.object({ type: z.literal('answer-end'), answer: answerSchema }).openapi('AnswerEndEvent'),
    z
      .object({ type: z.literal('abstention'), answer: answerSchema, abstention: abstentionSchema })
      .openapi('AbstentionEvent'),
    z.object({ type: z.literal('error'), error: problemSchema }).openapi('ErrorEvent'),
  ])
  .openapi('AnswerEvent', {
    description: 'Exactly one of `answer-end`, `abstention` and `error` comes, and it comes last.',
  });

export type EventBody = z.infer<typeof eventSchema>;
