import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { DocentError, systemErrorCode } from '../../src/core/errors.js';
import { type AppOptions, createApp } from './app.js';
import { systemClock } from './clock.js';
import { type Connections, trackConnections } from './connections.js';
import { logFailure } from './failure-log.js';
import { problemMediaType, problemOf } from './problem.js';
import { assertSafeBinding } from './safe-binding.js';

export interface ServerOptions extends Omit<AppOptions, 'stopping'> {
  /** How long `close` lets requests finish before it aborts them. */
  readonly graceMs?: number;
}

export interface RunningServer {
  readonly url: string;
  /** Stops listening, lets requests finish for a while, aborts the rest; at once when nothing is under way. */
  close(): Promise<void>;
}

/** After a request was aborted: time for its last bytes to leave. */
const farewellMs = 500;
/** A socket on which nothing moves this much longer than any request may take is dead. */
const silenceMs = 10_000;

/** @throws DocentError `invalid-config`, `port-in-use` */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  assertSafeBinding(options.config);
  const { host, requestTimeoutMs } = options.config.server;
  const stopping = new AbortController();
  const app = createApp({ ...options, stopping: stopping.signal });
  const listener = getRequestListener(app.fetch, { hostname: host, errorHandler: (fault) => refuse(fault, options) });
  const server = createServer(
    { requestTimeout: requestTimeoutMs },
    (request, response) => void listener(request, response),
  );
  server.timeout = requestTimeoutMs + silenceMs;
  const connections = trackConnections(server);
  await listen(server, options);
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close() {
      closed ??= stop({ server, connections, stopping, options });
      return closed;
    },
  };
}

interface Stopping {
  readonly server: Server;
  readonly connections: Connections;
  readonly stopping: AbortController;
  readonly options: ServerOptions;
}

async function stop({ server, connections, stopping, options }: Stopping): Promise<void> {
  const { clock = systemClock, graceMs = 5000 } = options;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.closeIdle();
  const cancelGrace = clock.schedule(() => stopping.abort(serverStopping()), graceMs);
  const cancelFarewell = clock.schedule(() => connections.closeAll(), graceMs + farewellMs);
  await closed;
  cancelGrace();
  cancelFarewell();
}

function listen(server: Server, { config, log }: ServerOptions): Promise<void> {
  const { host, port } = config.server;
  return new Promise((resolve, reject) => {
    const onFault = (fault: Error) => reject(listenError(fault, host, port));
    server.once('error', onFault);
    server.listen(port, host, () => {
      server.off('error', onFault);
      server.on('error', (fault) => log.error(`server: ${fault.message}`));
      resolve();
    });
  });
}

function listenError(cause: Error, host: string, port: number): DocentError {
  if (systemErrorCode(cause) === 'EADDRINUSE') {
    return new DocentError('port-in-use', `Port ${port} on ${host} is taken by another program.`, {
      hint: 'Stop that program (it may be another docent), or set DOCENT_PORT to a free port; 0 takes any.',
      cause,
    });
  }
  return new DocentError('invalid-config', `Cannot listen on ${host}, port ${port}: ${cause.message}.`, {
    hint: 'Correct DOCENT_HOST or DOCENT_PORT.',
    cause,
  });
}

/** For what never reaches the app: a request that is not valid HTTP. */
function refuse(fault: unknown, { log }: ServerOptions): Response {
  const detail = fault instanceof Error ? fault.message : String(fault);
  const isClientFault = fault instanceof Error && fault.name === 'RequestError';
  const error = new DocentError(isClientFault ? 'invalid-request' : 'internal', `${detail}.`, { cause: fault });
  logFailure(log, error, '-');
  const problem = problemOf(error, '/');
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': problemMediaType },
  });
}

function serverStopping(): DocentError {
  return new DocentError('server-stopping', 'The server is being stopped; the request was not finished.', {
    hint: 'Ask again when it is back.',
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return host.includes(':') && !host.startsWith('[') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
