/** Time as the web room sees it; tests pass one that they move themselves. */
export interface WebClock {
  /** Milliseconds since 1970: the time of access is told to people. */
  now(): number;
  /** Runs the action once after the delay, unless the returned function is called before. */
  schedule(action: () => void, delayMs: number): () => void;
}

export const systemWebClock: WebClock = {
  now: () => Date.now(),
  schedule(action, delayMs) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
