import { z } from 'zod';
import { DocentError } from '../../core/errors.js';
import type { ChatMessage, ChatModel, ChatRequest, ChatUsage } from '../chat-model.js';
import { jsonSchemaOf } from './check-tool-call.js';
import { readLooseJson } from './loose-json.js';

export interface ObjectRequest<Schema extends z.ZodType>
  extends Pick<ChatRequest, 'messages' | 'maxTokens' | 'temperature' | 'signal'> {
  /** Must describe an object: providers accept nothing else. */
  readonly schema: Schema;
}

export interface GeneratedObject<Value> {
  readonly object: Value;
  /** Of all requests that it took. */
  readonly usage: ChatUsage;
}

/**
 * A reply that fits the schema. A model that misses it is told what is wrong once.
 * @throws DocentError `chat-reply-invalid` after the second miss, and what `stream` throws
 */
export async function generateObject<Schema extends z.ZodType>(
  model: ChatModel,
  { schema, messages, ...rest }: ObjectRequest<Schema>,
): Promise<GeneratedObject<z.output<Schema>>> {
  const instruction = `Reply with one JSON object that matches this JSON schema, and nothing else: ${JSON.stringify(jsonSchemaOf(schema))}`;
  let conversation = withInstruction(messages, instruction);
  let usage: ChatUsage = { inputTokens: 0, outputTokens: 0 };
  let complaint = '';
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const reply = await replyOf(model, { ...rest, messages: conversation, output: schema });
    usage = sum(usage, reply.usage);
    const result = checked(schema, reply.text, reply.isWhole);
    if (result.success) return { object: result.data, usage };
    complaint = result.complaint;
    conversation = [
      ...conversation,
      { role: 'assistant', content: reply.text.trim() || '(nothing)' }, // providers refuse empty messages
      { role: 'user', content: `That does not fit: ${complaint}\nReply again, with the JSON object only.` },
    ];
  }
  throw new DocentError(
    'chat-reply-invalid',
    `The chat model ${model.provider}:${model.model} gave no usable JSON: ${complaint}`,
    {
      hint: 'Small models often fail at this; a larger one helps.',
    },
  );
}

/** In the one system message at the start: providers refuse another one further down. */
function withInstruction(messages: readonly ChatMessage[], instruction: string): readonly ChatMessage[] {
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: instruction }, ...messages];
  return [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest];
}

async function replyOf(model: ChatModel, request: ChatRequest) {
  let text = '';
  for await (const event of model.stream(request)) {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'finish') return { text, usage: event.usage, isWhole: event.reason !== 'length' };
  }
  return { text, usage: { inputTokens: undefined, outputTokens: undefined }, isWhole: false };
}

function checked<Schema extends z.ZodType>(schema: Schema, text: string, isWhole: boolean) {
  const read = readLooseJson(text, { isWhole });
  if (read === undefined) {
    const complaint = isWhole ? 'it is not a JSON object.' : 'it was cut off at the length limit; be shorter.';
    return { success: false, complaint } as const;
  }
  const result = schema.safeParse(read.value);
  if (result.success) return { success: true, data: result.data } as const;
  return { success: false, complaint: z.prettifyError(result.error) } as const;
}

function sum(one: ChatUsage, other: ChatUsage): ChatUsage {
  return {
    inputTokens: added(one.inputTokens, other.inputTokens),
    outputTokens: added(one.outputTokens, other.outputTokens),
  };
}

function added(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
