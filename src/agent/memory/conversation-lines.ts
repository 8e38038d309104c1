import { z } from 'zod';
import type { ConversationSummary, Turn } from './conversation.js';

const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('turn'),
    question: z.string(),
    standalone: z.string(),
    answer: z.string(),
    abstained: z.boolean(),
    sources: z.array(z.string()),
    at: z.string(),
  }),
  z.object({ type: z.literal('summary'), text: z.string(), turns: z.int().min(1) }),
]);

export interface ConversationContent {
  readonly turns: readonly Turn[];
  readonly summary: ConversationSummary | undefined;
}

/** A line break comes first: a line that a crash cut off then ends there instead of swallowing this one. */
export function turnLine({ question, standalone, answer, abstained, sources, at }: Turn): string {
  return `\n${JSON.stringify({ type: 'turn', at, question, standalone, answer, abstained, sources })}\n`;
}

export function summaryLine({ text, turns }: ConversationSummary): string {
  return `\n${JSON.stringify({ type: 'summary', turns, text })}\n`;
}

/** What a file of such lines holds; a line that is not whole is passed over. */
export function readConversationLines(text: string): ConversationContent {
  const turns: Turn[] = [];
  let summary: ConversationSummary | undefined;
  for (const line of text.split('\n')) {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) continue;
    const { type: _, ...content } = parsed.data;
    if ('question' in content) turns.push(content);
    else summary = content;
  }
  return { turns, summary };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
