import type { AskOptions, Assistant } from '../../../src/assistant.js';
import type { Answer, AnswerEvent } from '../../../src/core/answer.js';
import { type DocentError, toDocentError } from '../../../src/core/errors.js';
import type { Filter } from '../../../src/core/filter.js';
import type { WebMode } from '../../../src/core/web-config.js';
import { type Colors, colorsFor } from '../colors.js';
import type { OutputStreams } from '../output-stream.js';
import { errorText } from '../report-error.js';

type PastTurn = NonNullable<AskOptions['history']>[number];

/** A question of this session with its answer; an abstention is one as well. */
export interface ChatTurn extends PastTurn {
  readonly abstained: boolean;
}

/** The last run: its events, and its answer where it came to one. */
export interface ChatRun {
  readonly events: readonly AnswerEvent[];
  readonly answer?: Answer | undefined;
}

export interface ChatOptions {
  readonly assistant: Assistant;
  readonly streams: OutputStreams;
  /** Says which chat model answers. */
  readonly describeModel: () => Promise<string>;
  readonly index: string | undefined;
  readonly k: number;
  readonly filter: Filter | undefined;
  readonly isTraced: boolean;
  readonly web: WebMode;
}

/** What a conversation in the terminal remembers and where it writes. */
export class ChatSession {
  readonly assistant: Assistant;
  readonly streams: OutputStreams;
  readonly describeModel: () => Promise<string>;
  readonly k: number;
  readonly filter: Filter | undefined;
  /** Undefined: the one that is meant where none is named. */
  index: string | undefined;
  isTraced: boolean;
  web: WebMode;
  lastRun: ChatRun | undefined;
  /** Questions and commands that ended in an error. */
  failures = 0;
  readonly #colors: { readonly results: Colors; readonly notes: Colors };
  #turns: readonly ChatTurn[] = [];

  constructor({ assistant, streams, describeModel, index, k, filter, isTraced, web }: ChatOptions) {
    this.assistant = assistant;
    this.streams = streams;
    this.describeModel = describeModel;
    this.index = index;
    this.k = k;
    this.filter = filter;
    this.isTraced = isTraced;
    this.web = web;
    this.#colors = { results: colorsFor(streams.results), notes: colorsFor(streams.notes) };
  }

  /** Styles for results. */
  get colors(): Colors {
    return this.#colors.results;
  }

  /** Oldest first. */
  get turns(): readonly ChatTurn[] {
    return this.#turns;
  }

  remember(turn: ChatTurn): void {
    this.#turns = [...this.#turns, turn];
  }

  forget(): void {
    this.#turns = [];
    this.lastRun = undefined;
  }

  print(text: string): void {
    this.streams.results.write(`${text}\n`);
  }

  note(text: string): void {
    this.streams.notes.write(`${this.#colors.notes.dim(text)}\n`);
  }

  /** Tells an error as every command does; the session goes on. */
  report(error: unknown): DocentError {
    const told = toDocentError(error);
    this.failures += 1;
    if (told.code === 'aborted') this.note(told.message);
    else this.streams.notes.write(errorText(told));
    return told;
  }
}
