import type { AnswerEvent } from '../core/answer.js';
import { DocentError } from '../core/errors.js';
import type { Span } from '../core/trace.js';
import { tracedModel } from '../models/chat/traced-model.js';
import type { ChatMessage, ToolCall } from '../models/chat-model.js';
import type { AgentTask } from './agent-task.js';
import type { Run } from './run.js';

/** A call as the model made it; `rejection` says why it cannot be carried out. */
export interface WantedCall {
  readonly call: ToolCall;
  readonly rejection?: string;
}

export interface Reply {
  readonly text: string;
  readonly calls: readonly WantedCall[];
}

export interface Turn {
  readonly messages: readonly ChatMessage[];
  /** Whether tools may be called, or words are due. */
  readonly mayAct: boolean;
  readonly span: Span;
}

/** One reply of the model: its thoughts and words as they come, its calls at the end. */
export async function* think(
  run: Run,
  task: AgentTask,
  { messages, mayAct, span }: Turn,
): AsyncGenerator<AnswerEvent, Reply, void> {
  if (run.model === undefined) throw new DocentError('internal', 'An agent was started without a chat model.');
  const model = tracedModel(run.model, span);
  const { tools, maxTokens, signal, name } = task;
  const calls: WantedCall[] = [];
  let text = '';
  let thought = '';
  const toolChoice = mayAct ? 'auto' : 'none';
  for await (const event of model.stream({ messages, tools, toolChoice, maxTokens, temperature: 0, signal })) {
    if (event.type === 'thought-delta') thought += event.text;
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'text-delta' && task.speech === 'draft') yield { type: 'draft-delta', text: event.text };
    if (event.type === 'tool-call' || event.type === 'tool-call-rejected') calls.push(wanted(event));
  }
  const said = task.speech === 'thought' ? `${thought}\n${text}`.trim() : thought.trim();
  if (said !== '') yield { type: 'thought', text: said, agent: name };
  return { text, calls };
}

function wanted(
  event: ToolCall & { readonly type: 'tool-call' | 'tool-call-rejected'; readonly message?: string },
): WantedCall {
  const { id, name, arguments: given, providerData } = event;
  const call = { id, name, arguments: given, ...(providerData === undefined ? {} : { providerData }) };
  return event.message === undefined ? { call } : { call, rejection: event.message };
}
