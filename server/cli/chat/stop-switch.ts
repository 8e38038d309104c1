import { DocentError } from '../../../src/core/errors.js';

/** What a press of Ctrl-C did: stopped the answer, nothing (there was none), or ended the session. */
export type Pressed = 'stopped' | 'nothing' | 'ended';

/** Ctrl-C stops the running answer and not the session; a second one, with nothing said between, ends the session. */
export class StopSwitch {
  #running: AbortController | undefined;
  #wasPressed = false;

  /** Fires when the answer that begins now is to stop. */
  begin(): AbortSignal {
    this.#running = new AbortController();
    return this.#running.signal;
  }

  finish(): void {
    this.#running = undefined;
  }

  /** Somebody has said something: the next press is a first one again. */
  rearm(): void {
    this.#wasPressed = false;
  }

  press(): Pressed {
    const isSecond = this.#wasPressed;
    this.#wasPressed = true;
    const wasRunning = this.#running !== undefined;
    this.stop();
    if (isSecond) return 'ended';
    return wasRunning ? 'stopped' : 'nothing';
  }

  stop(): void {
    this.#running?.abort(new DocentError('aborted', 'Stopped.'));
  }
}
