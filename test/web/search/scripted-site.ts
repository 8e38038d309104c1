import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deferred } from '../../fakes/deferred.js';

export interface SiteRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SiteReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `never` ends nothing: with a body after its first half, else before the head. `reset` breaks the connection there. */
  readonly ending?: 'never' | 'reset';
}

export interface ScriptedSite {
  readonly origin: string;
  readonly host: string;
  readonly requests: readonly SiteRequest[];
  /** What every request from now on is answered. */
  answer(reply: SiteReply | ((request: SiteRequest) => SiteReply)): void;
  /** The request with this number, as soon as it has come; the first is 0. */
  request(number: number): Promise<SiteRequest>;
  close(): Promise<void>;
}

/** A web site over loopback that says what the test told it to say. */
export async function startScriptedSite(): Promise<ScriptedSite> {
  const requests: SiteRequest[] = [];
  const arrivals = new Map<number, ReturnType<typeof deferred<SiteRequest>>>();
  const arrival = (number: number) => {
    const known = arrivals.get(number) ?? deferred<SiteRequest>();
    arrivals.set(number, known);
    return known;
  };
  let answer: (request: SiteRequest) => SiteReply = () => ({ status: 500 });

  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    requests,
    answer: (reply) => {
      answer = typeof reply === 'function' ? reply : () => reply;
    },
    request: (number) => arrival(number).promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
    const number = requests.push(request) - 1;
    send(outgoing, answer(request));
    arrival(number).resolve(request);
  }
}

function send(outgoing: ServerResponse, { status = 200, headers = {}, body, ending }: SiteReply): void {
  if (ending === undefined) {
    outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  } else if (body === undefined) {
    if (ending === 'reset') outgoing.destroy();
  } else {
    outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
    outgoing.write(body.slice(0, Math.ceil(body.length / 2)), () => {
      if (ending === 'reset') outgoing.destroy();
    });
  }
}

export function json(value: unknown, status = 200): SiteReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
