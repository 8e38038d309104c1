/** Carries what a callback reports to a reader that waits for it. */
export class PieceQueue {
  readonly #waiting: string[] = [];
  #outcome: { readonly error: Error | undefined } | undefined;
  #wake: () => void = () => undefined;

  push(piece: string): void {
    this.#waiting.push(piece);
    this.#wake();
  }

  end(error?: Error): void {
    this.#outcome = { error };
    this.#wake();
  }

  /** @throws the error that it ended with, after the last piece */
  async *pieces(): AsyncGenerator<string, void, void> {
    for (;;) {
      const piece = this.#waiting.shift();
      if (piece !== undefined) yield piece;
      else if (this.#outcome?.error !== undefined) throw this.#outcome.error;
      else if (this.#outcome !== undefined) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
