import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections to the collector: they hold no process open, last `timeoutMs` at most, and `close` ends them at once. */
export class ExportConnections {
  readonly #timeoutMs: number;
  readonly #open = new Set<Socket>();
  #isClosed = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

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
    // The exporter would set the time in which it retries, which is short on purpose.
    socket.setTimeout = () => socket;
    const isLate = () => socket.destroy(new Error(`no reply within ${this.#timeoutMs} ms`));
    const timer = setTimeout(isLate, this.#timeoutMs).unref();
    this.#open.add(socket);
    socket.unref();
    socket.once('close', () => {
      clearTimeout(timer);
      this.#open.delete(socket);
    });
    return socket;
  }
}

function hasEnded(): Error {
  return new Error('no reply before docent ended');
}
