import type { AnswerEvent } from '../../../src/core/answer.js';
import { type Colors, colorsFor } from '../colors.js';
import type { OutputStreams } from '../output-stream.js';
import { oneLine, printable } from '../printable.js';
import { LiveText } from './live-text.js';
import { draftLines, traceLines } from './trace-lines.js';

const longestStatus = 200;

/**
 * Shows a run while it goes on. On a terminal: what it is doing and the draft that the model writes, erased before the
 * answer is printed. With a trace: each step, as it happens, among the notes.
 */
export class RunDisplay {
  readonly #streams: OutputStreams;
  readonly #isTraced: boolean;
  readonly #live: LiveText | undefined;
  readonly #noteColors: Colors;
  #draft = '';
  #isDrafting = false;
  #held: AnswerEvent[] | undefined;

  constructor(streams: OutputStreams, { isTraced }: { readonly isTraced: boolean }) {
    this.#streams = streams;
    this.#isTraced = isTraced;
    this.#noteColors = colorsFor(streams.notes);
    const { results } = streams;
    this.#live = results.isTTY === true ? new LiveText(results, colorsFor(results).dim) : undefined;
  }

  show(event: AnswerEvent): void {
    if (this.#held !== undefined) {
      this.#held.push(event);
      return;
    }
    if (event.type === 'draft-delta') {
      this.#draft = this.#isDrafting ? this.#draft + event.text : event.text;
      this.#isDrafting = true;
      this.#live?.show(printable(this.#draft));
      return;
    }
    if (this.#isTraced) this.#trace(event);
    else this.#follow(event);
    this.#isDrafting = false;
  }

  /** Takes away what is not to stay; what is held is no longer of interest. */
  clear(): void {
    this.#held = undefined;
    this.#live?.clear();
  }

  /** Clears the screen and keeps what happens for later: somebody types, and other agents work on meanwhile. */
  hold(): void {
    this.#live?.clear();
    this.#held ??= [];
  }

  /** Shows what was held. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) this.show(event);
  }

  #trace(event: AnswerEvent): void {
    // Both streams may end on one screen: nothing is written below text that will be erased.
    this.#live?.clear();
    const draft = this.#isDrafting ? draftLines(this.#draft, this.#noteColors) : [];
    for (const line of [...draft, ...traceLines(event, this.#noteColors)]) this.#streams.notes.write(`${line}\n`);
  }

  #follow(event: AnswerEvent): void {
    const status = statusOf(event);
    if (status === undefined) return;
    // An action after a draft means that it was not the last word.
    if (event.type === 'tool-call') this.#draft = '';
    this.#live?.show([printable(this.#draft), status].filter((part) => part !== '').join('\n'));
  }
}

function statusOf(event: AnswerEvent): string | undefined {
  if (event.type === 'thought') return oneLine(event.text, longestStatus);
  if (event.type === 'critique') return oneLine(event.text, longestStatus);
  if (event.type === 'tool-call') return oneLine(`${event.tool} ${JSON.stringify(event.arguments)}`, longestStatus);
  return undefined;
}
