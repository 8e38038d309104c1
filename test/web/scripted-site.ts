import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';
import { isPublicAddress } from '../../src/web/address-check.js';
import type { WebNetwork } from '../../src/web/web-network.js';
import { deferred } from '../fakes/deferred.js';
import { type ManualClock, manualClock } from '../fakes/manual-clock.js';
import type { Certificate } from './make-certificate.js';

export interface ScriptedSite {
  readonly port: number;
  /** `http://site.test:PORT`; every name leads to the site in `loopbackNetwork`. */
  readonly origin: string;
  /** Paths that were asked for. */
  readonly paths: readonly string[];
  /** Fulfilled with the first request's headers. */
  readonly asked: Promise<IncomingMessage['headers']>;
  /** Fulfilled when a connection is gone. */
  readonly left: Promise<void>;
}

const running: Server[] = [];
const sockets = new Set<Socket>();

/** A web server over loopback that answers as the test says; it runs until `closeSites`. */
export async function startSite(answer: RequestListener, certificate?: Certificate): Promise<ScriptedSite> {
  const paths: string[] = [];
  const asked = deferred<IncomingMessage['headers']>();
  const listener: RequestListener = (request, response) => {
    paths.push(request.url ?? '');
    asked.resolve(request.headers);
    answer(request, response);
  };
  const server = certificate === undefined ? createServer(listener) : createSecureServer({ ...certificate }, listener);
  const { port, left } = await listen(server);
  return { port, origin: origin(port, certificate !== undefined), paths, asked: asked.promise, left };
}

/** A server that says these bytes to whoever connects, whatever is asked, and then does as the test says. */
export async function startRawSite(
  reply: string | Uint8Array,
  then: (socket: Socket) => void = (socket) => socket.end(),
): Promise<Pick<ScriptedSite, 'origin' | 'port' | 'asked' | 'left'>> {
  const asked = deferred<IncomingMessage['headers']>();
  const server = createRawServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      asked.resolve({});
      socket.write(reply, () => then(socket));
    });
  });
  const { port, left } = await listen(server);
  return { port, origin: origin(port, false), asked: asked.promise, left };
}

export async function closeSites(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(running.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}

export interface TestNetwork extends WebNetwork {
  readonly clock: ManualClock;
  /** Names that were looked up, in order. */
  readonly lookups: readonly string[];
}

export interface TestNetworkOptions {
  /** What a name leads to, by how often it was asked for before; loopback where it is not in here. */
  readonly names?: Readonly<Record<string, (before: number) => readonly string[] | Promise<readonly string[]>>>;
  readonly certificates?: string;
}

/** The public internet, with loopback as a part of it and a clock that stands still. */
export function loopbackNetwork({ names = {}, certificates }: TestNetworkOptions = {}): TestNetwork {
  const lookups: string[] = [];
  return {
    clock: manualClock(),
    lookups,
    isAllowedAddress: (address) => address === '127.0.0.1' || isPublicAddress(address),
    resolve: async (host) => {
      const before = lookups.filter((name) => name === host).length;
      lookups.push(host);
      return (await names[host]?.(before)) ?? ['127.0.0.1'];
    },
    ...(certificates === undefined ? {} : { certificates }),
  };
}

async function listen(server: Server): Promise<{ readonly port: number; readonly left: Promise<void> }> {
  const left = deferred<void>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      left.resolve();
    });
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, left: left.promise };
}

function origin(port: number, isSecure: boolean): string {
  return `${isSecure ? 'https' : 'http'}://site.test:${port}`;
}
