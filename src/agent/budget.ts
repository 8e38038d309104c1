import type { RunUsage } from '../core/answer.js';
import { DocentError } from '../core/errors.js';
import { linkedAbort } from '../core/linked-abort.js';
import { type ChatClock, systemChatClock } from '../models/chat/chat-clock.js';
import type { ChatUsage } from '../models/chat-model.js';

/** What one question may take. */
export interface BudgetLimits {
  /** Thought–action–observation steps, over all agents. */
  readonly steps: number;
  /** Tokens that chat models read and write. */
  readonly tokens: number;
  readonly seconds: number;
  /** In the currency of `prices`; needs them. */
  readonly cost?: number | undefined;
}

/** For a million tokens. */
export interface ChatPrices {
  readonly input: number;
  readonly output: number;
}

export const defaultLimits: BudgetLimits = { steps: 12, tokens: 60_000, seconds: 100 };

/** Share of each limit that the search may use; the rest is kept for writing and checking the answer. */
const searchShare = { tokens: 0.6, seconds: 0.6, cost: 0.6 };

export interface BudgetOptions {
  readonly prices?: ChatPrices | undefined;
  readonly clock?: ChatClock;
  /** The caller's; ends everything. */
  readonly signal?: AbortSignal | undefined;
}

/** Counts what a run takes, and ends the search, later the run, where a limit is reached. */
export class Budget {
  /** Fires when the search must end: at its share of the time, or when the caller stops. */
  readonly searchSignal: AbortSignal;
  /** Fires when all time is used up, or when the caller stops. */
  readonly runSignal: AbortSignal;
  /** The caller's own: for what is quick and must be done even when the time is up. */
  readonly callerSignal: AbortSignal | undefined;
  readonly #limits: BudgetLimits;
  readonly #prices: ChatPrices | undefined;
  readonly #clock: ChatClock;
  readonly #startedAt: number;
  readonly #close: () => void;
  #steps = 0;
  #searches = 0;
  #modelCalls = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #limit: RunUsage['limit'];

  constructor(limits: BudgetLimits, { prices, clock = systemChatClock, signal }: BudgetOptions = {}) {
    this.#limits = limits;
    this.#prices = prices;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.callerSignal = signal;
    const search = stopAfter(clock, limits.seconds * searchShare.seconds, signal);
    const run = stopAfter(clock, limits.seconds, signal);
    this.searchSignal = search.signal;
    this.runSignal = run.signal;
    this.#close = () => {
      search.close();
      run.close();
    };
  }

  /** Whether the search may go on: another step, another round. Names the limit where not. */
  allowsSearch(): boolean {
    this.#limit ??= this.#reached(this.#limits.steps, searchShare);
    return this.#limit === undefined;
  }

  /** Whether the chat model may be asked once more to write or to check. */
  allowsAnswer(): boolean {
    const reached = this.#reached(Number.POSITIVE_INFINITY, { tokens: 1, seconds: 1, cost: 1 });
    this.#limit ??= reached;
    return reached === undefined;
  }

  spendStep(): void {
    this.#steps += 1;
  }

  spendSearch(): void {
    this.#searches += 1;
  }

  /** `estimate` where the model does not tell. */
  spendTokens(usage: ChatUsage, estimate: { readonly input: number; readonly output: number }): void {
    this.#modelCalls += 1;
    this.#inputTokens += usage.inputTokens ?? estimate.input;
    this.#outputTokens += usage.outputTokens ?? estimate.output;
  }

  /** Tokens that a reply may have, so that one call cannot use up more than what is left. */
  replyTokens(wanted: number): number {
    return Math.max(64, Math.min(wanted, this.#limits.tokens - this.#inputTokens - this.#outputTokens));
  }

  usage(): RunUsage {
    return {
      steps: this.#steps,
      searches: this.#searches,
      modelCalls: this.#modelCalls,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      ...(this.#prices === undefined ? {} : { cost: this.#cost() }),
      ...(this.#limit === undefined ? {} : { limit: this.#limit }),
    };
  }

  /** Lets go of the timers. */
  close(): void {
    this.#close();
  }

  #reached(steps: number, share: typeof searchShare): RunUsage['limit'] {
    const { tokens, seconds, cost } = this.#limits;
    if (this.#steps >= steps) return 'steps';
    if (this.#inputTokens + this.#outputTokens >= tokens * share.tokens) return 'tokens';
    if (this.#clock.now() - this.#startedAt >= seconds * share.seconds * 1000) return 'seconds';
    if (cost !== undefined && this.#cost() >= cost * share.cost) return 'cost';
    return undefined;
  }

  #cost(): number {
    const { input, output } = this.#prices ?? { input: 0, output: 0 };
    return (this.#inputTokens * input + this.#outputTokens * output) / 1e6;
  }
}

/** The reason of a signal that fired because a budget was used up, not because the caller wanted it. */
export function isOutOfTime(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof OutOfTime;
}

class OutOfTime extends DocentError {
  constructor(seconds: number) {
    super('timeout', `The time for this part of the answer, ${seconds} s, is used up.`, {
      hint: 'Raise DOCENT_MAX_SECONDS, or use a quicker chat model.',
    });
  }
}

function stopAfter(clock: ChatClock, seconds: number, signal: AbortSignal | undefined) {
  const linked = linkedAbort(signal);
  const cancel = clock.schedule(() => linked.abort(new OutOfTime(seconds)), seconds * 1000);
  return {
    signal: linked.signal,
    close() {
      cancel();
      linked.close();
    },
  };
}

/** What a request asks for; what it leaves out is as the settings say. */
export type WantedLimits = { readonly [Key in keyof BudgetLimits]?: BudgetLimits[Key] | undefined };

/** A request may ask for less than the settings allow, not for more. */
export function withinLimits(allowed: BudgetLimits, wanted: WantedLimits = {}): BudgetLimits {
  const lesser = (one: number, other: number | undefined) => Math.min(one, other ?? one);
  const cost = wanted.cost === undefined ? allowed.cost : lesser(wanted.cost, allowed.cost);
  return {
    steps: lesser(allowed.steps, wanted.steps),
    tokens: lesser(allowed.tokens, wanted.tokens),
    seconds: lesser(allowed.seconds, wanted.seconds),
    ...(cost === undefined ? {} : { cost }),
  };
}
