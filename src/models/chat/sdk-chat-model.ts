import {
  jsonSchema,
  type LanguageModel,
  Output,
  streamText,
  type TextStreamPart,
  ToolChoiceViolationError,
  type ToolSet,
  tool,
} from 'ai';
import type { ChatEvent, ChatModel, ChatRequest, FinishReason, ToolDefinition } from '../chat-model.js';
import { abortReason } from './chat-clock.js';
import { argumentsJsonSchema, checkToolCall, jsonSchemaOf } from './check-tool-call.js';
import { type FailureContext, providerFailure } from './provider-failure.js';
import { sdkMessages } from './sdk-messages.js';

type StreamTextOptions = Parameters<typeof streamText>[0];

export interface SdkModelOptions {
  readonly provider: string;
  readonly model: string;
  readonly languageModel: LanguageModel;
  readonly providerOptions?: NonNullable<StreamTextOptions['providerOptions']>;
  readonly failure: Omit<FailureContext, 'asked'>;
}

/** A chat model behind one of the AI SDK's providers, with the provider's own tool calling. */
export class SdkChatModel implements ChatModel {
  readonly provider: string;
  readonly model: string;
  readonly #options: SdkModelOptions;

  constructor(options: SdkModelOptions) {
    this.provider = options.provider;
    this.model = options.model;
    this.#options = options;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
    const { signal, tools = [] } = request;
    if (isAborted(signal)) throw abortReason(signal);
    // Ends the connection too where the reader leaves early.
    const connection = new AbortController();
    const stop = () => connection.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { fullStream } = streamText(this.#call(request, connection.signal));
      for await (const event of eventsOf(fullStream, tools)) {
        if (isAborted(signal)) throw abortReason(signal);
        yield event;
      }
      if (isAborted(signal)) throw abortReason(signal);
    } catch (error) {
      if (isAborted(signal)) throw abortReason(signal);
      const asked = { tools: tools.length > 0, output: request.output !== undefined };
      throw providerFailure(error, { ...this.#options.failure, asked });
    } finally {
      signal?.removeEventListener('abort', stop);
      connection.abort();
    }
  }

  async dispose(): Promise<void> {
    return undefined;
  }

  #call(request: ChatRequest, abortSignal: AbortSignal): StreamTextOptions {
    const { languageModel, providerOptions } = this.#options;
    const { messages, tools = [], toolChoice = 'auto', output, maxTokens, temperature, stop } = request;
    return {
      model: languageModel,
      messages: sdkMessages(messages),
      allowSystemInMessages: true,
      abortSignal,
      maxRetries: 0, // our fetch does that
      onError: () => undefined, // it would write to the console
      ...(tools.length === 0 ? {} : { tools: sdkTools(tools), toolChoice: sdkToolChoice(toolChoice) }),
      ...(output === undefined ? {} : { output: Output.object({ schema: jsonSchema(jsonSchemaOf(output)) }) }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(stop === undefined ? {} : { stopSequences: [...stop] }),
      ...(providerOptions === undefined ? {} : { providerOptions }),
    };
  }
}

/** A function, because the compiler takes a signal's state for fixed. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

function sdkTools(tools: readonly ToolDefinition[]): ToolSet {
  const described = tools.map((definition) => {
    const inputSchema = jsonSchema(argumentsJsonSchema(definition));
    return [definition.name, tool({ description: definition.description, inputSchema })] as const;
  });
  return Object.fromEntries(described) as ToolSet;
}

function sdkToolChoice(choice: NonNullable<ChatRequest['toolChoice']>) {
  return typeof choice === 'string' ? choice : ({ type: 'tool', toolName: choice.tool } as const);
}

/** @throws what the provider reports in the middle of the stream */
async function* eventsOf(
  parts: AsyncIterable<TextStreamPart<ToolSet>>,
  tools: readonly ToolDefinition[],
): AsyncGenerator<ChatEvent, void, void> {
  // A call is checked once it is known whether the reply was cut off at its length limit.
  const calls: Extract<TextStreamPart<ToolSet>, { type: 'tool-call' }>[] = [];
  for await (const part of parts) {
    if (part.type === 'error') {
      // Some models call a tool although they were told not to: what they said besides is the reply.
      if (!ToolChoiceViolationError.isInstance(part.error)) throw part.error;
      yield { type: 'finish', reason: 'other', usage: { inputTokens: undefined, outputTokens: undefined } };
      return;
    }
    if (part.type === 'text-delta' && part.text !== '') yield { type: 'text-delta', text: part.text };
    if (part.type === 'reasoning-delta' && part.text !== '') yield { type: 'thought-delta', text: part.text };
    if (part.type === 'tool-call') calls.push(part);
    if (part.type !== 'finish') continue;
    for (const { toolCallId: id, toolName: name, input, providerMetadata: providerData } of calls) {
      yield checkToolCall(tools, { id, name, input, providerData, isCut: part.finishReason === 'length' });
    }
    const { inputTokens, outputTokens } = part.totalUsage;
    yield { type: 'finish', reason: reasonOf(part.finishReason, calls.length), usage: { inputTokens, outputTokens } };
  }
}

/** Some servers finish a reply that calls tools with `stop`. */
function reasonOf(reason: string, calls: number): FinishReason {
  if (calls > 0 && reason !== 'length') return 'tool-calls';
  return reason === 'stop' || reason === 'length' || reason === 'content-filter' ? reason : 'other';
}
