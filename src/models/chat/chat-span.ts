import type { Attributes } from '../../core/trace.js';
import type { SpanStart } from '../../core/trace-attributes.js';
import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from '../chat-model.js';

type Finish = Extract<ChatEvent, { type: 'finish' }>;

/** Where OpenTelemetry's conventions name a provider otherwise than we do; `url` must not look like OpenAI itself. */
const providerNames: Readonly<Record<string, string>> = { google: 'gcp.gemini', url: 'openai_compatible' };

/** What a chat call's span begins with, after OpenTelemetry's conventions for inference spans. */
export function chatSpan(
  { provider, model }: Pick<ChatModel, 'provider' | 'model'>,
  { output, maxTokens, temperature }: ChatRequest,
): SpanStart {
  return [
    `chat ${model}`,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': providerNames[provider] ?? provider,
      'gen_ai.request.model': model,
      'gen_ai.request.stream': true,
      'gen_ai.request.max_tokens': maxTokens,
      'gen_ai.request.temperature': temperature,
      'gen_ai.output.type': output === undefined ? undefined : 'json',
    },
  ];
}

/** What is known of a reply at its end; a reply without `finish` failed, or its reader left. */
export function replyAttributes(finish: Finish | undefined, firstTokenMs: number | undefined): Attributes {
  return {
    'gen_ai.response.finish_reasons': [finishReason(finish?.reason)],
    'gen_ai.usage.input_tokens': finish?.usage.inputTokens,
    'gen_ai.usage.output_tokens': finish?.usage.outputTokens,
    'gen_ai.response.time_to_first_chunk': firstTokenMs === undefined ? undefined : firstTokenMs / 1000,
    'docent.time_to_first_token_ms': firstTokenMs,
  };
}

/** In the conventions' words. */
export function finishReason(reason: FinishReason | undefined): string {
  if (reason === undefined) return 'error';
  if (reason === 'tool-calls') return 'tool_call';
  return reason === 'content-filter' ? 'content_filter' : reason;
}
