import type { GenerateOptions, PlainMessage, TextGenerator } from '../../../src/models/chat/text-generator.js';
import { deferred } from '../../fakes/deferred.js';

export const hang: unique symbol = Symbol('hang');

/** A piece of text, an error to fail with, or a wait that only the end of the reading ends. */
export type FakePiece = string | Error | typeof hang;

/** A language model that says what it was told to say; a word is a token. */
export class FakeGenerator implements TextGenerator {
  contextTokens: number | undefined;
  /** The prompt of every reply, in order. */
  readonly prompts: string[] = [];
  readonly #replies: (readonly FakePiece[])[] = [];
  readonly #stopped = deferred<void>();
  /** Replies that are being computed. */
  active = 0;

  /** Fulfilled when a reply was stopped before its end. */
  get stopped(): Promise<void> {
    return this.#stopped.promise;
  }

  reply(...pieces: readonly FakePiece[]): void {
    this.#replies.push(pieces);
  }

  promptFor(messages: readonly PlainMessage[]): string {
    return `${messages.map(({ role, content }) => `<${role}>${content}`).join('\n')}\n<assistant>`;
  }

  countTokens(text: string): number {
    return text.match(/\S+/gu)?.length ?? 0;
  }

  async *generate(
    prompt: string,
    { maxTokens, signal }: GenerateOptions,
  ): AsyncGenerator<string, 'stop' | 'length', void> {
    this.prompts.push(prompt);
    this.active += 1;
    let isComplete = false;
    let tokens = 0;
    try {
      for (const piece of this.#replies.shift() ?? []) {
        if (piece instanceof Error) throw piece;
        if (piece === hang) await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        else yield piece;
        if (signal?.aborted === true) return 'stop';
        tokens += piece === hang ? 0 : this.countTokens(piece);
        if (tokens >= maxTokens) return 'length';
      }
      isComplete = true;
      return 'stop';
    } finally {
      this.active -= 1;
      if (!isComplete) this.#stopped.resolve();
    }
  }

  async dispose(): Promise<void> {
    return undefined;
  }
}
