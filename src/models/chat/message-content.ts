import type { Attributes } from '../../core/trace.js';
import type { ChatEvent, ChatMessage, FinishReason, ToolCall } from '../chat-model.js';
import { finishReason } from './chat-span.js';

type Part = Readonly<Record<string, unknown>>;

/** The messages of a request as OpenTelemetry's JSON schema of input messages has them; only where content is wanted. */
export function promptContent(messages: readonly ChatMessage[]): Attributes {
  const described = messages.map((message) => ({ role: message.role, parts: partsOf(message) }));
  return { 'gen_ai.input.messages': JSON.stringify(described) };
}

/** Gathers a reply for OpenTelemetry's JSON schema of output messages; only where content is wanted. */
export class ReplyContent {
  #text = '';
  #thoughts = '';
  readonly #calls: Part[] = [];
  #reason: FinishReason | undefined;

  add(event: ChatEvent): void {
    if (event.type === 'text-delta') this.#text += event.text;
    else if (event.type === 'thought-delta') this.#thoughts += event.text;
    else if (event.type === 'finish') this.#reason = event.reason;
    else this.#calls.push(callPart(event));
  }

  attributes(): Attributes {
    const thoughts = this.#thoughts === '' ? [] : [{ type: 'reasoning', content: this.#thoughts }];
    const parts = [...thoughts, ...textParts(this.#text), ...this.#calls];
    const message = { role: 'assistant', parts, finish_reason: finishReason(this.#reason) };
    return { 'gen_ai.output.messages': JSON.stringify([message]) };
  }
}

function partsOf(message: ChatMessage): readonly Part[] {
  if (message.role === 'tool') {
    return [{ type: 'tool_call_response', id: message.toolCallId, response: message.content }];
  }
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return [...textParts(message.content), ...calls.map(callPart)];
}

function textParts(text: string): readonly Part[] {
  return text === '' ? [] : [{ type: 'text', content: text }];
}

function callPart({ id, name, arguments: given }: ToolCall): Part {
  return { type: 'tool_call', id, name, arguments: given };
}
