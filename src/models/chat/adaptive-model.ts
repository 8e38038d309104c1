import type { ChatEvent, ChatModel, ChatRequest } from '../chat-model.js';
import { RefusedFeature } from './refused-feature.js';
import { TextToolsModel } from './text-tools-model.js';

/** Uses what the provider offers until it refuses: native tools, then the text protocol; output shapes, then the prompt. */
export class AdaptiveModel implements ChatModel {
  readonly provider: string;
  readonly model: string;
  readonly #native: ChatModel;
  readonly #text: ChatModel;
  readonly #refused = new Set<RefusedFeature['feature']>();

  constructor(native: ChatModel, { tools }: { readonly tools: 'native' | 'text' | 'auto' }) {
    this.provider = native.provider;
    this.model = native.model;
    this.#native = native;
    this.#text = tools === 'native' ? native : new TextToolsModel(native);
    if (tools === 'text') this.#refused.add('tools');
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
    for (;;) {
      try {
        yield* this.#attempt(request);
        return;
      } catch (error) {
        // Refusals come before the first event, so nothing is said twice. Each is seen once.
        const isNew = error instanceof RefusedFeature && !this.#refused.has(error.feature);
        if (!isNew || (error.feature === 'tools' && this.#text === this.#native)) throw error;
        this.#refused.add(error.feature);
      }
    }
  }

  dispose(): Promise<void> {
    return this.#native.dispose();
  }

  #attempt({ output, ...request }: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
    const model = this.#refused.has('tools') ? this.#text : this.#native;
    return model.stream(output === undefined || this.#refused.has('output') ? request : { ...request, output });
  }
}
