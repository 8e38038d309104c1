import { DocentError, errorMessage } from '../../core/errors.js';
import { abortReason, type ChatClock, sleep } from './chat-clock.js';
import { retryAfterMs } from './retry-after.js';
import { watchedBody } from './watched-body.js';

export interface RequestLimits {
  /** Longest wait for the head of a reply and between two pieces of its body. */
  readonly timeoutMs: number;
  readonly retries: number;
  /** Doubles with each retry. */
  readonly firstDelayMs: number;
  /** Whoever asks for a longer wait gets no further request. */
  readonly longestDelayMs: number;
}

export const defaultLimits: Omit<RequestLimits, 'timeoutMs'> = {
  retries: 3,
  firstDelayMs: 500,
  longestDelayMs: 60_000,
};

export interface ResilientFetchOptions {
  readonly limits: RequestLimits;
  readonly clock: ChatClock;
  /** In [0, 1); spreads the retries of many clients. */
  readonly random: () => number;
  readonly fetch?: typeof fetch;
}

/** Connections that can work a moment later; certificates and unknown hosts do not heal. */
const transientCodes = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN UND_ERR_SOCKET UND_ERR_CONNECT_TIMEOUT'.split(
    ' ',
  ),
);

/**
 * A fetch that tries again after 408, 429, 5xx and lost connections, waits as long as the server asks, and never waits
 * for a silent one. Redirects are refused: they would carry keys and questions elsewhere.
 * @throws DocentError `chat-model-unreachable`, `chat-model-timeout`, `aborted`
 */
export function resilientFetch(options: ResilientFetchOptions): typeof fetch {
  const { limits, clock, random } = options;
  return async (input, init) => {
    const signal = init?.signal ?? undefined;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await attemptOnce(input, init, options);
      const backoffMs = limits.firstDelayMs * 2 ** attempt * (0.5 + random() / 2);
      const delayMs = delayBefore(outcome, { backoffMs, now: clock.now() });
      if (attempt >= limits.retries || delayMs === undefined || delayMs > limits.longestDelayMs) return settle(outcome);
      await sleep(clock, delayMs, signal);
    }
  };
}

type Outcome =
  | { readonly kind: 'response'; readonly response: Response; readonly refusal: string | undefined }
  | { readonly kind: 'failure'; readonly error: DocentError; readonly isTransient: boolean };

function settle(outcome: Outcome): Response {
  if (outcome.kind === 'failure') throw outcome.error;
  return outcome.response;
}

function delayBefore(outcome: Outcome, wait: { backoffMs: number; now: number }): number | undefined {
  if (outcome.kind === 'failure') return outcome.isTransient ? wait.backoffMs : undefined;
  const { response, refusal } = outcome;
  if (refusal === undefined || response.headers.get('x-should-retry') === 'false') return undefined;
  // A used-up account answers 429 as well; waiting does not fill it.
  if (refusal.includes('insufficient_quota')) return undefined;
  return retryAfterMs(response.headers, wait.now) ?? wait.backoffMs;
}

async function attemptOnce(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { limits, clock, fetch: send = fetch }: ResilientFetchOptions,
): Promise<Outcome> {
  const signal = init?.signal ?? undefined;
  const stalled = new AbortController();
  const cancel = clock.schedule(() => stalled.abort(silence(input, limits.timeoutMs)), limits.timeoutMs);
  try {
    const signals = signal === undefined ? [stalled.signal] : [signal, stalled.signal];
    const response = await send(input, { ...init, redirect: 'error', signal: AbortSignal.any(signals) });
    cancel();
    const onStall = () => {
      const error = silence(input, limits.timeoutMs);
      stalled.abort(error);
      return error;
    };
    const watched = watchedBody(response, { clock, timeoutMs: limits.timeoutMs, onStall });
    if (!isRetried(response.status)) return { kind: 'response', response: watched, refusal: undefined };
    const refusal = await watched.text();
    return { kind: 'response', response: new Response(refusal, response), refusal };
  } catch (error) {
    return failure(error, { input, signal, stalled: stalled.signal });
  } finally {
    cancel();
  }
}

function isRetried(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

function failure(
  error: unknown,
  {
    input,
    signal,
    stalled,
  }: { input: Parameters<typeof fetch>[0]; signal?: AbortSignal | undefined; stalled: AbortSignal },
): Outcome {
  if (signal?.aborted === true) return { kind: 'failure', error: abortReason(signal), isTransient: false };
  if (stalled.aborted) return { kind: 'failure', error: stalled.reason as DocentError, isTransient: false };
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  const isTransient = typeof code === 'string' && transientCodes.has(code);
  const reason = typeof code === 'string' ? code : errorMessage(cause);
  const unreachable = new DocentError('chat-model-unreachable', `Nothing answers at ${hostOf(input)} (${reason}).`, {
    hint: 'Start the server or correct its address; `docent models` shows what can be reached.',
  });
  return { kind: 'failure', error: unreachable, isTransient };
}

function silence(input: Parameters<typeof fetch>[0], timeoutMs: number): DocentError {
  return new DocentError('chat-model-timeout', `The chat model at ${hostOf(input)} said nothing for ${timeoutMs} ms.`, {
    hint: 'Try again, ask a smaller model, or raise DOCENT_CHAT_TIMEOUT_MS.',
  });
}

/** Scheme, host and port only: a path or query can hold a key. */
function hostOf(input: Parameters<typeof fetch>[0]): string {
  return new URL(input instanceof Request ? input.url : input).origin;
}
