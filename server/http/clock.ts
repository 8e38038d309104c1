/** Time as the server sees it; tests pass one that they move themselves. */
export interface Clock {
  now(): number;
  /** Runs the action once after the delay, unless the returned function is called before. */
  schedule(action: () => void, delayMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(action, delayMs) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
