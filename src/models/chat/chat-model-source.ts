import type { ChatConfig } from '../../core/chat-config.js';
import type { ChatModel } from '../chat-model.js';
import { openChatModel } from './open-chat-model.js';

/** An Ollama that was not there may have been started since. */
const askAgainMs = 30_000;

/** The configured chat model, opened at the first question and kept. */
export class ChatModelSource {
  readonly #config: ChatConfig;
  #opening: Promise<ChatModel | undefined> | undefined;
  #askedAt = 0;

  constructor(config: ChatConfig) {
    this.#config = config;
  }

  /** Undefined where there is none. @throws DocentError as `openChatModel`; tried again by the next question */
  async open(): Promise<ChatModel | undefined> {
    this.#opening ??= this.#open();
    const model = await this.#opening;
    if (model === undefined && this.#config.model === undefined && Date.now() - this.#askedAt > askAgainMs) {
      this.#opening = this.#open();
      return this.#opening;
    }
    return model;
  }

  async close(): Promise<void> {
    const model = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await model?.dispose();
  }

  #open(): Promise<ChatModel | undefined> {
    this.#askedAt = Date.now();
    const opening = openChatModel(this.#config);
    opening.catch(() => {
      this.#opening = undefined;
    });
    return opening;
  }
}
