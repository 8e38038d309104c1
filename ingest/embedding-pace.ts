/** A commit costs tens of milliseconds whatever it holds, so documents share one; a crash repeats at most this much. */
const chunksPerCommit = 3000;
/** With a slow encoder the same holds of time: what a crash repeats, and how long nothing new is found. */
const commitMs = 15_000;
/** Texts per call of the encoder: progress and aborts are seen in between. */
const textsPerCall = 512;
const callMs = 1000;
/** Before the encoder's speed is known: between a static encoder's and a contextual one's. */
const guessedMsPerText = 10;

/** How much is embedded at once, by how long it took before: an encoder may be two hundred times slower than another. */
export class EmbeddingPace {
  #msPerText = guessedMsPerText;

  get textsPerCall(): number {
    return within(callMs / this.#msPerText, 16, textsPerCall);
  }

  get chunksPerCommit(): number {
    return within(commitMs / this.#msPerText, 256, chunksPerCommit);
  }

  measured(texts: number, ms: number): void {
    if (texts > 0) this.#msPerText = Math.max(ms / texts, 0.001);
  }
}

function within(count: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(count)));
}
