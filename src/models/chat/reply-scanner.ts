export interface ReplyPiece {
  readonly kind: 'text' | 'thought';
  readonly text: string;
}

const labels = ['thought', 'final answer', 'answer', 'action', 'tool call', 'tool', 'observation'];
const decoration = /^[\s>*_#`-]*/u;
const labelled = new RegExp(`^[\\s>*_#\`-]*(${labels.join('|')})s?\\s*[*_\`]*\\s*[:：][*_\`]*[ \\t]*`, 'iu');
const observation = /\n[\s>*_#`-]*observation\s*[*_`]*\s*[:：]/iu;
/** Starts of calls that are written without a label. */
const bareStarts = ['{', '```', '<tool_call>'];

/**
 * Splits a streamed reply in the text protocol into thoughts and text as it comes. What may be a call is held back until
 * the end, because only the whole tells.
 */
export class ReplyScanner {
  #section: 'text' | 'thought' | 'answer' | 'held' | 'over' = 'text';
  /** Characters that are not placed yet. */
  #pending = '';
  #isLineStart = true;
  /** Blank space that counts only if more of the same section follows. */
  #gap = '';
  /** Nothing of the section has been placed yet: blanks before it do not count. */
  #isFresh = true;
  #held = '';

  /** The model began to make up a tool's result: nothing after that counts. */
  get isOver(): boolean {
    return this.#section === 'over';
  }

  /** What may be a call, from its label on. */
  get held(): string {
    return this.#held;
  }

  push(text: string): ReplyPiece[] {
    this.#pending += text;
    return this.#place(false);
  }

  end(): ReplyPiece[] {
    return this.#place(true);
  }

  #place(isEnd: boolean): ReplyPiece[] {
    const pieces: ReplyPiece[] = [];
    while (this.#pending !== '') {
      if (this.#section === 'held' || this.#section === 'over') {
        this.#hold();
        break;
      }
      if (this.#isLineStart && this.#section !== 'answer') {
        const lineEnd = this.#pending.indexOf('\n');
        const line = lineEnd < 0 ? this.#pending : this.#pending.slice(0, lineEnd);
        if (this.#enter(line)) continue;
        if (lineEnd < 0 && !isEnd && couldBegin(line)) break;
      }
      pieces.push(...this.#takeLine());
    }
    return pieces;
  }

  /** Starts another section where the line says so. */
  #enter(line: string): boolean {
    if (bareStarts.some((start) => line.trimStart().startsWith(start))) {
      this.#section = 'held';
      return true;
    }
    const match = labelled.exec(line);
    if (match === null) return false;
    const label = match[1]?.toLowerCase() ?? '';
    if (label === 'observation') this.#section = 'over';
    else if (label === 'thought') this.#section = 'thought';
    else if (label.endsWith('answer')) this.#section = 'answer';
    else this.#section = 'held';
    this.#gap = '';
    this.#isFresh = true;
    if (this.#section !== 'held') {
      this.#pending = this.#pending.slice(match[0].length);
      this.#isLineStart = false;
    }
    return true;
  }

  #takeLine(): ReplyPiece[] {
    const lineEnd = this.#pending.indexOf('\n');
    const taken = lineEnd < 0 ? this.#pending : this.#pending.slice(0, lineEnd + 1);
    this.#pending = this.#pending.slice(taken.length);
    this.#isLineStart = lineEnd >= 0;
    const solid = this.#isFresh ? taken.trim() : taken.trimEnd();
    const tail = taken.slice(taken.trimEnd().length);
    if (solid === '') {
      if (!this.#isFresh) this.#gap += taken;
      return [];
    }
    this.#isFresh = false;
    // A paragraph after the thought that has no label is the answer.
    if (this.#section === 'thought' && /\n\s*\n/u.test(this.#gap)) {
      this.#section = 'text';
      this.#gap = '';
    }
    const piece: ReplyPiece = { kind: this.#section === 'thought' ? 'thought' : 'text', text: this.#gap + solid };
    this.#gap = tail;
    return [piece];
  }

  #hold(): void {
    // The label can have begun in what was held before; a line's start is enough to find it.
    const searched = Math.max(0, this.#held.lastIndexOf('\n'));
    if (this.#section === 'held') this.#held += this.#pending;
    this.#pending = '';
    const madeUp = observation.exec(this.#held.slice(searched));
    if (madeUp === null) return;
    this.#held = this.#held.slice(0, searched + madeUp.index);
    this.#section = 'over';
  }
}

/** The beginning of a line that can still become a label or the start of a call. */
function couldBegin(line: string): boolean {
  const trimmed = line.trimStart();
  if (bareStarts.some((start) => start.startsWith(trimmed))) return true;
  const rest = trimmed.replace(decoration, '').toLowerCase();
  return labels.some(
    (label) => label.startsWith(rest) || (rest.startsWith(label) && /^s?[\s*_`]*$/u.test(rest.slice(label.length))),
  );
}
