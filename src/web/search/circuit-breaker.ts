import type { FailureState, ProviderFailure } from './provider-failure.js';
import type { SearchClock } from './search-clock.js';

/** Leave to ask a provider once; exactly one of the three is called when the answer is known. */
export interface Leave {
  succeeded(): void;
  /** Returns when the provider is asked again, where it is left alone now. */
  failed(failure: ProviderFailure): number | undefined;
  /** The caller went away: says nothing about the provider. */
  abandoned(): void;
}

/** The provider is left alone. */
export interface Pause {
  /** What it did last. */
  readonly failure: ProviderFailure;
  readonly retryAt: number;
}

export interface CircuitBreaker {
  enter(): { readonly leave: Leave } | { readonly pause: Pause };
}

export interface BreakerOptions {
  readonly clock: SearchClock;
  /** In [0, 1); spreads the tries of many processes. */
  readonly random: () => number;
}

const failuresBeforePause = 3;
const firstPauseMs = 60_000;
const longestPauseMs = 15 * 60_000;
/** A provider may ask for another pause, within these. */
const shortestAskedPauseMs = 1000;
const longestAskedPauseMs = 24 * 60 * 60_000;
/** These do not heal by asking again. */
const pausesAtOnce: ReadonlySet<FailureState> = new Set(['blocked', 'rate-limited', 'refused-key']);

interface OpenCircuit {
  readonly failure: ProviderFailure;
  readonly since: number;
  readonly pauseMs: number;
  readonly isProbing: boolean;
}

/**
 * Leaves a provider alone for a minute, or as long as it asks, after three failures in a row or one that asking again
 * cannot heal; then one request probes it, and each failed probe doubles the pause up to a quarter of an hour.
 */
export function createCircuitBreaker({ clock, random }: BreakerOptions): CircuitBreaker {
  let failures = 0;
  let pauses = 0;
  let open: OpenCircuit | undefined;

  const pause = (failure: ProviderFailure) => {
    const since = clock.now();
    const doubledMs = Math.min(firstPauseMs * 2 ** pauses, longestPauseMs) * (1 + random() / 10);
    // What the provider asks for counts alone once; a provider that goes on asking for too little does not.
    const askedMs = failure.retryAt === undefined ? undefined : bounded(failure.retryAt - since);
    const pauseMs = pauses === 0 ? (askedMs ?? doubledMs) : Math.max(askedMs ?? 0, doubledMs);
    pauses += 1;
    open = { failure, since, pauseMs, isProbing: false };
    return since + pauseMs;
  };
  const close = () => {
    [failures, pauses, open] = [0, 0, undefined];
  };
  const request: Leave = {
    // What was asked before the circuit opened and ends later changes nothing.
    succeeded: () => {
      if (open === undefined) close();
    },
    failed: (failure) => {
      if (open !== undefined) return open.since + open.pauseMs;
      failures += 1;
      const isPaused = failures >= failuresBeforePause || pausesAtOnce.has(failure.state);
      return isPaused || failure.retryAt !== undefined ? pause(failure) : undefined;
    },
    abandoned: () => undefined,
  };
  const probe = (probed: OpenCircuit): Leave => ({
    succeeded: close,
    failed: pause,
    abandoned: () => {
      open = { ...probed, isProbing: false };
    },
  });

  return {
    enter() {
      if (open === undefined) return { leave: request };
      const { failure, since, pauseMs, isProbing } = open;
      const passed = clock.now() - since;
      // A clock that was set back must not lengthen the pause.
      const isOver = passed >= pauseMs || passed < 0;
      if (isProbing || !isOver) return { pause: { failure, retryAt: since + pauseMs } };
      const probed = open;
      open = { ...probed, isProbing: true };
      return { leave: probe(probed) };
    },
  };
}

function bounded(askedMs: number): number {
  return Math.min(Math.max(askedMs, shortestAskedPauseMs), longestAskedPauseMs);
}
