import { DocentError, errorMessage } from '../../core/errors.js';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../chat-model.js';
import { abortReason } from './chat-clock.js';
import { cutAtStops } from './cut-at-stops.js';
import type { PlainMessage, TextGenerator } from './text-generator.js';
import { splitThinking } from './thinking.js';

interface Turn {
  /** Fulfilled when the model computes nothing more. */
  ended: Promise<unknown>;
}

/** A model without a stated limit must still come to an end. */
const usualReplyTokens = 1024;

/** A chat model in this process. It knows no tools: `TextToolsModel` gives it some. One reply at a time. */
export class LocalChatModel implements ChatModel {
  readonly provider = 'local';
  readonly model: string;
  readonly #generator: TextGenerator;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(model: string, generator: TextGenerator) {
    this.model = model;
    this.#generator = generator;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
    if (request.signal?.aborted === true) throw abortReason(request.signal);
    const before = this.#turn;
    let release: (after: unknown) => void = () => undefined;
    this.#turn = new Promise<unknown>((resolve) => {
      release = resolve;
    });
    const turn: Turn = { ended: before };
    try {
      await untilAborted(before, request.signal);
      yield* this.#reply(request, turn);
    } catch (error) {
      if (error instanceof DocentError) throw error;
      throw new DocentError('chat-model-failed', `The chat model local:${this.model} failed: ${errorMessage(error)}`, {
        cause: error,
      });
    } finally {
      release(turn.ended);
    }
  }

  dispose(): Promise<void> {
    return this.#generator.dispose();
  }

  #reply(request: ChatRequest, turn: Turn): AsyncGenerator<ChatEvent, void, void> {
    const prompt = this.#promptFor(request.messages.map(plainMessage));
    const inputTokens = this.#generator.countTokens(prompt);
    const room = (this.#generator.contextTokens ?? Number.POSITIVE_INFINITY) - inputTokens;
    if (room < 1) throw this.#tooLong(inputTokens);
    const maxTokens = Math.min(request.maxTokens ?? usualReplyTokens, room);
    const events = this.#generated(request, { prompt, inputTokens, maxTokens, turn });
    return splitThinking(events, { startsInThought: prompt.trimEnd().endsWith('<think>') });
  }

  async *#generated(
    { temperature, stop = [], signal }: ChatRequest,
    { prompt, inputTokens, maxTokens, turn }: { prompt: string; inputTokens: number; maxTokens: number; turn: Turn },
  ): AsyncGenerator<ChatEvent, void, void> {
    const pieces = cutAtStops(this.#generator.generate(prompt, { maxTokens, temperature, signal }), stop);
    let reply = '';
    try {
      for (;;) {
        const { done, value } = await untilAborted(pieces.next(), signal);
        if (done === true) {
          const usage = { inputTokens, outputTokens: this.#generator.countTokens(reply) };
          yield { type: 'finish', reason: value, usage };
          return;
        }
        reply += value;
        if (value !== '') yield { type: 'text-delta', text: value };
      }
    } finally {
      // Whoever aborts need not wait for the token that is being computed; the next reply must.
      turn.ended = pieces.return('stop').catch(() => undefined);
    }
  }

  /** Some templates know no system role: its text then leads the first question. */
  #promptFor(messages: readonly PlainMessage[]): string {
    try {
      return this.#generator.promptFor(messages);
    } catch (error) {
      const [system, question, ...rest] = messages;
      if (system?.role !== 'system' || question?.role !== 'user') throw error;
      const content = `${system.content}\n\n${question.content}`;
      return this.#generator.promptFor([{ role: 'user', content }, ...rest]);
    }
  }

  #tooLong(tokens: number): DocentError {
    const { contextTokens } = this.#generator;
    return new DocentError(
      'chat-context-too-long',
      `The chat model local:${this.model} reads at most ${contextTokens} tokens; the question has ${tokens}.`,
      { hint: 'Ask with fewer passages, or use a model with a larger context.' },
    );
  }
}

/** The signal ends the wait. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  promise.catch(() => undefined); // nobody may be there any more to hear of its failure
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(abortReason(signal));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function plainMessage(message: ChatMessage): PlainMessage {
  return message.role === 'tool'
    ? { role: 'user', content: message.content }
    : { role: message.role, content: message.content };
}
