import type { ChatEvent, ChatModel, ChatRequest } from '../models/chat-model.js';
import type { Budget } from './budget.js';
import { estimateTokens } from './passage-text.js';

/** A chat model whose every reply is counted against a budget, and bounded by what is left of it. */
export function meteredModel(model: ChatModel, budget: Budget): ChatModel {
  return {
    provider: model.provider,
    model: model.model,
    dispose: () => model.dispose(),
    async *stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
      const maxTokens = request.maxTokens === undefined ? undefined : budget.replyTokens(request.maxTokens);
      let output = 0;
      let isCounted = false;
      const count = (usage: Parameters<Budget['spendTokens']>[0]) => {
        isCounted = true;
        const input = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
        budget.spendTokens(usage, { input, output: Math.ceil(output / 4) });
      };
      try {
        for await (const event of model.stream({ ...request, ...(maxTokens === undefined ? {} : { maxTokens }) })) {
          if (event.type === 'text-delta' || event.type === 'thought-delta') output += event.text.length;
          if (event.type === 'finish') count(event.usage);
          yield event;
        }
      } finally {
        // A reply that broke off, or was left, has been paid for as well.
        if (!isCounted) count({ inputTokens: undefined, outputTokens: undefined });
      }
    },
  };
}
