import type { ChatModel } from '../../../src/models/chat-model.js';

/** What `docent bench --answers` asks for. */
export interface AnswersTask {
  /** Undefined: sentences of the documents are quoted. */
  readonly model?: ChatModel | undefined;
  readonly withhold?: Withholding | undefined;
}

/** Which questions are asked again with their gold documents hidden. */
export interface Withholding {
  /** Above 0 and below 1. */
  readonly share: number;
  readonly seed: number;
}
