import { PassThrough } from 'node:stream';
import { runChat } from '../../../server/cli/chat/run-chat.js';
import type { AskOptions, Assistant } from '../../../src/assistant.js';
import type { AnswerEvent } from '../../../src/core/answer.js';
import { DocentError } from '../../../src/core/errors.js';
import { answering, createFakeAssistant } from '../../fakes/fake-assistant.js';
import { SmallTerminal } from './small-terminal.js';

export type ChatRunScript = (question: string, options: AskOptions) => AsyncGenerator<AnswerEvent, void, void>;

/** A chat without an index behind it: what is typed goes in, what is shown is collected. */
export class ChatWorkplace {
  readonly input = new PassThrough();
  readonly results: SmallTerminal;
  readonly notes: SmallTerminal;
  /** The questions that were asked, with what went along. */
  readonly asked: { readonly question: string; readonly options: AskOptions }[] = [];
  /** How each question runs. */
  script: ChatRunScript = () => answering();
  /** Ctrl-C where the terminal does not catch it. */
  interrupt: () => void = () => undefined;
  readonly #isInteractive: boolean;

  /** On a terminal both streams share one screen. */
  constructor({ isInteractive }: { readonly isInteractive: boolean }) {
    this.#isInteractive = isInteractive;
    this.results = new SmallTerminal(100, 40);
    this.notes = isInteractive ? this.results : new SmallTerminal(100, 40);
  }

  /** Starts the session; fulfilled with its failures when it ends. */
  start(): Promise<number> {
    const piped = { write: (text: string) => this.results.write(text) };
    return runChat({
      assistant: this.#assistant(),
      input: this.input,
      streams: { results: this.#isInteractive ? this.results : piped, notes: this.notes },
      isInteractive: this.#isInteractive,
      describeModel: async () => 'Chat model ollama:llama3.2',
      index: undefined,
      k: 4,
      filter: undefined,
      isTraced: false,
      web: 'off',
      onInterrupt: (interrupt) => {
        this.interrupt = interrupt;
        return () => undefined;
      },
    });
  }

  /** Runs a script of lines to its end. */
  async run(...lines: readonly string[]): Promise<number> {
    this.input.end(lines.map((line) => `${line}\n`).join(''));
    return this.start();
  }

  #assistant(): Assistant {
    const fake = createFakeAssistant();
    return {
      ...fake,
      ask: (question, options = {}) => {
        this.asked.push({ question, options });
        return this.script(question, options);
      },
      listDocuments: async (options = {}) => {
        if (options.index === 'nowhere') throw new DocentError('index-not-found', 'There is no index "nowhere".');
        return fake.listDocuments(options);
      },
    };
  }
}

/** Where the next chat answers; `text` is the answer. */
export async function* saying(text: string, fields: Readonly<Record<string, unknown>> = {}) {
  for await (const event of answering()) {
    if (event.type !== 'answer-end') yield event;
    else yield { ...event, answer: { ...event.answer, answer: text, ...fields } };
  }
}
