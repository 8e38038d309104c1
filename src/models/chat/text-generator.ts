export interface PlainMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface GenerateOptions {
  readonly maxTokens: number;
  /** Undefined: what the model's own settings say. */
  readonly temperature: number | undefined;
  /** Stops the model before its next token; the text then just ends. */
  readonly signal: AbortSignal | undefined;
}

/** A language model in this process: a prompt in, text out. */
export interface TextGenerator {
  /** Longest prompt and reply together; undefined: not stated. */
  readonly contextTokens: number | undefined;
  /** The conversation in the model's chat template, up to where its reply begins. */
  promptFor(messages: readonly PlainMessage[]): string;
  countTokens(text: string): number;
  /** Pieces of the reply as they come; leaving the loop early stops the model. */
  generate(prompt: string, options: GenerateOptions): AsyncGenerator<string, 'stop' | 'length', void>;
  dispose(): Promise<void>;
}
