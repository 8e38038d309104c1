import type { AssistantModelMessage, JSONValue, ModelMessage } from 'ai';
import type { ChatMessage, ToolCall } from '../chat-model.js';

/** Our messages in the AI SDK's form. */
export function sdkMessages(messages: readonly ChatMessage[]): ModelMessage[] {
  return messages.map((message): ModelMessage => {
    switch (message.role) {
      case 'assistant':
        return { role: 'assistant', content: assistantParts(message.content, message.toolCalls ?? []) };
      case 'tool': {
        const { toolCallId, toolName, content } = message;
        const output = { type: 'text', value: content } as const;
        return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName: safeName(toolName), output }] };
      }
      default:
        return { role: message.role, content: message.content };
    }
  });
}

type Parts = Exclude<AssistantModelMessage['content'], string>;
type ProviderOptions = Record<string, Record<string, JSONValue>>;

function assistantParts(content: string, calls: readonly ToolCall[]): Parts {
  const text: Parts = content === '' ? [] : [{ type: 'text', text: content }];
  const written = calls.map(({ id, name, arguments: input, providerData }): Parts[number] => ({
    type: 'tool-call',
    toolCallId: id,
    toolName: safeName(name),
    input: isObject(input) ? input : {}, // Anthropic and Gemini accept nothing else, also for a call that was rejected
    ...(providerData === undefined ? {} : { providerOptions: providerData as ProviderOptions }),
  }));
  return [...text, ...written];
}

/** A name that a model made up can hold what the provider then refuses in the conversation. */
function safeName(name: string): string {
  return name.replaceAll(/[^\w-]/gu, '_').slice(0, 64) || 'unnamed';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
