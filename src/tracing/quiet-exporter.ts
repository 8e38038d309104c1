import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { errorMessage } from '../core/errors.js';
import type { Secret } from '../core/secret.js';
import { ExportConnections } from './export-connections.js';

export interface ExportTarget {
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, Secret>>;
}

/** Sends spans as OTLP over HTTP (JSON); a batch that cannot be delivered is dropped, and said so once. */
export class QuietExporter implements SpanExporter {
  readonly #connections = new ExportConnections();
  readonly #exporter: OTLPTraceExporter;
  readonly #warn: (reason: string) => void;

  constructor({ endpoint, headers }: ExportTarget, warn: (reason: string) => void) {
    this.#warn = warn;
    this.#exporter = new OTLPTraceExporter({
      url: endpoint.href,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
      httpAgentOptions: (protocol) => this.#connections.agent(protocol),
    });
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, ({ error }) => {
      if (error !== undefined) this.#warn(reasonOf(error));
    });
    // The processor would wait for the reply with a timer that holds the process open.
    done({ code: 0 });
  }

  /** Waits for what is under way. */
  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush();
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#connections.close();
  }
}

/** Never the body of a reply: a collector may echo what it was sent. */
function reasonOf(error: Error): string {
  const status = 'code' in error && typeof error.code === 'number' ? `status ${error.code}` : '';
  return [status, errorMessage(error)].filter((part) => part !== '').join(', ');
}
