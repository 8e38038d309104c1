import type { z } from 'zod';

/** A tool as a model sees it. */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  /** What it does and when to use it, for the model. */
  readonly description: string;
  /** Must describe an object. */
  readonly argumentsSchema: z.ZodType;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
  /** What the provider wants to get back with the call, unchanged (Gemini's thought signatures). */
  readonly providerData?: unknown;
}

export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly toolName: string; readonly content: string };

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string };

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolDefinition[];
  /** Default: `auto`. */
  readonly toolChoice?: ToolChoice;
  /** The reply shall be JSON of this shape; a wish that not every model fulfils: see `generateObject`. */
  readonly output?: z.ZodType;
  /** Upper bound for the reply. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  /** The reply ends before the first of these. */
  readonly stop?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Undefined where the model does not tell. */
export interface ChatUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/** A call that cannot be carried out. `message` is for the model: as the tool's result it tells what exists. */
export interface RejectedToolCall extends ToolCall {
  readonly type: 'tool-call-rejected';
  readonly problem: 'unknown-tool' | 'bad-arguments';
  readonly message: string;
}

export type ChatEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  /** What the model says to itself. */
  | { readonly type: 'thought-delta'; readonly text: string }
  /** `arguments` fit the tool's schema, defaults filled in. */
  | ({ readonly type: 'tool-call' } & ToolCall)
  | RejectedToolCall
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly usage: ChatUsage };

/** Messages in, events out. */
export interface ChatModel {
  /** `ollama`, `openai`, `anthropic`, `google`, `url` or `local`. */
  readonly provider: string;
  /** The provider's name for it. */
  readonly model: string;
  /**
   * One reply. Its last event is `finish`; an empty reply is a lone `finish`. Leaving the loop early ends the request.
   * @throws DocentError `chat-model-…`, `chat-context-too-long`, `chat-reply-cut`; `aborted`, or the signal's reason where
   *   that is a DocentError
   */
  stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void>;
  dispose(): Promise<void>;
}
