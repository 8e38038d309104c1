import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SearchProviderName } from '../../core/web-config.js';
import { networkFailure, timeoutFailure, tooLarge } from './network-failure.js';
import { ProviderFailure } from './provider-failure.js';
import type { SearchTransport } from './search-request.js';
import { statusFailure } from './status-failure.js';

export interface WatchedAgentOptions {
  readonly provider: SearchProviderName;
  readonly transport: SearchTransport;
  /** Address that requests go to in place of their own. */
  readonly origin: string | undefined;
  readonly signal: AbortSignal;
}

/** Every agent has it, the types do not: Node's `http.request` asks for nothing else of an agent. */
interface RequestTaker {
  addRequest(request: ClientRequest, options: unknown): void;
}

/** The connections of a library that hides what happens on them: in turn, within one deadline and size, and seen. */
export class WatchedAgent {
  readonly agent: HttpAgent;
  /** Never fulfils; rejects at the first thing that goes wrong, also where the library would wait for ever. */
  readonly failed: Promise<never>;
  readonly #options: WatchedAgentOptions;
  #reject: (error: unknown) => void = () => undefined;
  #remainingMs: number;
  /** Ends the time of the request that runs: the library makes one after the other. */
  #settle: () => void = () => undefined;
  #failure: ProviderFailure | undefined;
  #lastBody = '';

  constructor(options: WatchedAgentOptions) {
    this.#options = options;
    this.#remainingMs = options.transport.timeoutMs;
    this.failed = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    this.failed.catch(() => undefined); // whoever races sees it
    this.agent = options.origin?.startsWith('http:') === true ? new HttpAgent() : new HttpsAgent();
    this.#takeRequests(this.agent as HttpAgent & RequestTaker);
  }

  get failure(): ProviderFailure | undefined {
    return this.#failure;
  }

  /** What was received last. */
  get lastBody(): string {
    return this.#lastBody;
  }

  /** Where a request goes. */
  readonly place = (uri: string): string => {
    const { origin } = this.#options;
    return origin === undefined ? uri : uri.replace(/^https:\/\/[^/?#]+/u, origin);
  };

  #takeRequests(agent: HttpAgent & RequestTaker): void {
    const connect = agent.addRequest.bind(agent);
    const { transport, signal } = this.#options;
    agent.addRequest = (request, requestOptions) => {
      const host = String(request.getHeader('host') ?? request.host);
      transport.limiter.turn(host, signal).then(
        () => {
          this.#watch(request);
          connect(request, requestOptions);
        },
        (error: unknown) => this.#reject(error),
      );
    };
  }

  #watch(request: ClientRequest): void {
    const { provider, transport } = this.#options;
    const { clock, timeoutMs } = transport;
    const startedAt = clock.now();
    const expire = () => this.#fail(request, timeoutFailure(provider, timeoutMs));
    const cancel = clock.schedule(expire, Math.max(0, this.#remainingMs));
    this.#settle = () => {
      cancel();
      this.#remainingMs -= clock.now() - startedAt;
      this.#settle = () => undefined;
    };
    request.once('response', (response) => this.#receive(request, response));
    request.on('error', (error) => this.#fail(request, networkFailure(provider, error)));
  }

  #receive(request: ClientRequest, response: IncomingMessage): void {
    const { provider, transport } = this.#options;
    const refusal = refusalOf(response, provider, transport.clock.now());
    if (refusal !== undefined) {
      this.#fail(request, refusal);
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > transport.maxBytes) this.#fail(request, tooLarge(provider, transport.maxBytes));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      this.#settle();
      this.#lastBody = Buffer.concat(chunks).toString('utf8');
    });
    response.on('error', (error) => this.#fail(request, networkFailure(provider, error)));
  }

  #fail(request: ClientRequest, why: ProviderFailure): void {
    this.#settle();
    this.#failure ??= why;
    this.#reject(this.#failure);
    request.destroy();
  }
}

function refusalOf(
  { statusCode = 0, headers }: IncomingMessage,
  provider: SearchProviderName,
  now: number,
): ProviderFailure | undefined {
  // The challenge comes with a status of success.
  if (statusCode === 202) return new ProviderFailure(provider, 'blocked', 'it refuses to answer (status 202)');
  // It was not asked for, and the library would unpack it without any limit.
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return new ProviderFailure(provider, 'failed', 'it sent compressed data unasked');
  const single = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return statusFailure({ status: statusCode, headers: new Headers(single) }, { provider, now });
}
