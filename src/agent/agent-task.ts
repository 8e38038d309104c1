import type { ChatMessage } from '../models/chat-model.js';
import type { Tool } from './tools/tool.js';

/** One agent's work. */
export interface AgentTask {
  /** Told apart in the events where several work side by side. */
  readonly name?: string | undefined;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly Tool[];
  /** After so many steps the agent is asked for words instead of actions. */
  readonly maxSteps: number;
  /** What the model's text is: said to itself, or the draft of an answer. */
  readonly speech: 'thought' | 'draft';
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** Whether the budget allows a further step. */
  readonly mayGoOn: () => boolean;
}
