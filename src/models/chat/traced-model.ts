import { type Span, streamInSpan } from '../../core/trace.js';
import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.js';
import { type ChatClock, systemChatClock } from './chat-clock.js';
import { chatSpan, replyAttributes } from './chat-span.js';
import { promptContent, ReplyContent } from './message-content.js';

/** The same model, each reply a span under the given one: tokens, time to the first token, why it ended. */
export function tracedModel(
  model: ChatModel,
  parent: Span,
  clock: Pick<ChatClock, 'now'> = systemChatClock,
): ChatModel {
  return {
    provider: model.provider,
    model: model.model,
    stream: (request) =>
      streamInSpan(parent, ...chatSpan(model, request), (span) => watchedReply(model, request, { span, clock })),
    dispose: () => model.dispose(),
  };
}

interface Watch {
  readonly span: Span;
  readonly clock: Pick<ChatClock, 'now'>;
}

async function* watchedReply(
  model: ChatModel,
  request: ChatRequest,
  { span, clock }: Watch,
): AsyncGenerator<ChatEvent, void, void> {
  const startedAt = clock.now();
  const content = span.capturesContent ? new ReplyContent() : undefined;
  let firstTokenMs: number | undefined;
  let finish: Extract<ChatEvent, { type: 'finish' }> | undefined;
  if (span.capturesContent) span.set(promptContent(request.messages));
  try {
    for await (const event of model.stream(request)) {
      if (event.type === 'finish') finish = event;
      else firstTokenMs ??= clock.now() - startedAt;
      content?.add(event);
      yield event;
    }
  } finally {
    span.set({ ...replyAttributes(finish, firstTokenMs), ...content?.attributes() });
  }
}
