import type { ChatMessage, ToolCall, ToolChoice, ToolDefinition } from '../chat-model.js';
import { argumentsJsonSchema } from './check-tool-call.js';

/** What a model without tools of its own is told about ours. Its parser is `ReplyScanner` with `readAction`. */
export function toolPrompt(tools: readonly ToolDefinition[], choice: ToolChoice): string {
  return `You can use tools. To use one, write these three lines and then stop:

Thought: why this step is needed
Action: the name of one tool
Arguments: its arguments as one JSON object

You then get the result after the word Observation. Use one tool at a time. ${demand(choice)}

Tools:
${tools.map(describe).join('\n')}`;
}

function demand(choice: ToolChoice): string {
  if (choice === 'required') return 'Use a tool now.';
  if (typeof choice === 'object') return `Use the tool ${choice.tool} now.`;
  return 'When you need no tool, write your answer after the word "Answer:".';
}

function describe(tool: ToolDefinition): string {
  return `- ${tool.name}: ${tool.description}\n  Arguments (JSON schema): ${JSON.stringify(argumentsJsonSchema(tool))}`;
}

/**
 * The conversation for a model that knows only system, user and assistant: calls as it writes them, results as
 * observations, never two messages of one role in a row (chat templates refuse that).
 */
export function textMessages(messages: readonly ChatMessage[], prompt: string | undefined): ChatMessage[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const head = [...system, ...(prompt === undefined ? [] : [prompt])].join('\n\n');
  const start: ChatMessage[] = head === '' ? [] : [{ role: 'system', content: head }];
  const rest = messages
    .filter(({ role }) => role !== 'system')
    .map((message) => textMessage(message, prompt !== undefined));
  return rest.reduce(merged, start);
}

type TextMessage = { readonly role: 'user' | 'assistant' | 'system'; readonly content: string };

function textMessage(message: ChatMessage, hasTools: boolean): TextMessage {
  if (message.role === 'tool') return { role: 'user', content: `Observation: ${message.content}` };
  if (message.role !== 'assistant') return message;
  const calls = message.toolCalls ?? [];
  if (calls.length > 0) return { role: 'assistant', content: calledText(message.content, calls) };
  return { role: 'assistant', content: hasTools ? `Answer: ${message.content}` : message.content };
}

function calledText(content: string, calls: readonly ToolCall[]): string {
  const thought = content.trim() === '' ? [] : [`Thought: ${content.trim()}`];
  const actions = calls.flatMap(({ name, arguments: given }) => [
    `Action: ${name}`,
    `Arguments: ${JSON.stringify(given ?? {})}`,
  ]);
  return [...thought, ...actions].join('\n');
}

function merged(before: ChatMessage[], message: TextMessage): ChatMessage[] {
  const last = before.at(-1);
  if (last === undefined || last.role !== message.role) return [...before, message];
  return [...before.slice(0, -1), { role: message.role, content: `${last.content}\n\n${message.content}` }];
}
