import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections to the collector: they hold no process open, and `close` ends them at once. */
export class ExportConnections {
  readonly #open = new Set<Duplex>();
  #isClosed = false;

  /** For `http:` or `https:`. */
  agent(protocol: string): HttpAgent {
    const agent = protocol === 'https:' ? new HttpsAgent() : new HttpAgent();
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, done) => {
      // The exporter takes it for a failed request.
      if (this.#isClosed) throw hasEnded();
      return this.#watched(connect(options, done));
    };
    return agent;
  }

  close(): void {
    this.#isClosed = true;
    for (const socket of this.#open) socket.destroy(hasEnded());
  }

  #watched(socket: Duplex | null | undefined): Duplex | null | undefined {
    if (!(socket instanceof Socket)) return socket;
    this.#open.add(socket);
    socket.unref();
    socket.once('close', () => this.#open.delete(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Errors with a known code are tried again for seconds, on timers that would hold the process open.
      error.message ||= error.code ?? 'the connection failed';
      error.code = undefined;
    });
    return socket;
  }
}

function hasEnded(): Error {
  return new Error('tracing has ended');
}
