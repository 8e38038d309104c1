import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from '../chat-model.js';
import { checkToolCall } from './check-tool-call.js';
import { readAction } from './read-action.js';
import { type ReplyPiece, ReplyScanner } from './reply-scanner.js';
import { textMessages, toolPrompt } from './tool-prompt.js';

/** Gives tools to a model that has none of its own: by a text protocol of thought, action and arguments. */
export class TextToolsModel implements ChatModel {
  readonly provider: string;
  readonly model: string;
  readonly #inner: ChatModel;
  #calls = 0;

  constructor(inner: ChatModel) {
    this.provider = inner.provider;
    this.model = inner.model;
    this.#inner = inner;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
    const { tools = [], toolChoice = 'auto', messages, stop = [], ...rest } = request;
    const isOffered = tools.length > 0 && toolChoice !== 'none';
    const prompt = isOffered ? toolPrompt(tools, toolChoice) : undefined;
    const inner = this.#inner.stream({
      ...rest,
      messages: textMessages(messages, prompt),
      ...(isOffered ? { stop: [...stop, '\nObservation:'] } : stop.length > 0 ? { stop } : {}),
    });
    if (isOffered) yield* this.#parsed(inner, tools);
    else yield* inner;
  }

  dispose(): Promise<void> {
    return this.#inner.dispose();
  }

  async *#parsed(
    events: AsyncIterable<ChatEvent>,
    tools: NonNullable<ChatRequest['tools']>,
  ): AsyncGenerator<ChatEvent, void, void> {
    const scanner = new ReplyScanner();
    let finish: Extract<ChatEvent, { type: 'finish' }> = {
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: undefined, outputTokens: undefined },
    };
    let thoughts = '';
    let hasText = false;
    const shown = (pieces: readonly ReplyPiece[]): ChatEvent[] => {
      for (const { kind, text } of pieces) {
        if (kind === 'text') hasText = true;
        else thoughts += text;
      }
      return pieces.map(({ kind, text }) => ({ type: kind === 'text' ? 'text-delta' : 'thought-delta', text }));
    };
    for await (const event of events) {
      if (event.type === 'finish') finish = event;
      else if (event.type === 'text-delta') yield* shown(scanner.push(event.text));
      else yield event;
      if (scanner.isOver) break;
    }
    yield* shown(scanner.end());
    const call = this.#callIn(scanner.held, tools, finish.reason);
    if (call !== undefined) yield call;
    // What only looked like a call is text; so is a lone thought, or the reply would be empty.
    else if (scanner.held !== '') yield { type: 'text-delta', text: hasText ? `\n${scanner.held}` : scanner.held };
    else if (!hasText && thoughts !== '') yield { type: 'text-delta', text: thoughts };
    yield call === undefined || finish.reason === 'length' ? finish : { ...finish, reason: 'tool-calls' };
  }

  #callIn(held: string, tools: NonNullable<ChatRequest['tools']>, reason: FinishReason): ChatEvent | undefined {
    const isCut = reason === 'length';
    const action = held === '' ? undefined : readAction(held, tools, { isWhole: !isCut });
    if (action === undefined) return undefined;
    this.#calls += 1;
    return checkToolCall(tools, { id: `text-call-${this.#calls}`, ...action, isCut });
  }
}
