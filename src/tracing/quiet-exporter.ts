import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { errorMessage, systemErrorCode } from '../core/errors.js';
import type { TracingConfig } from '../core/tracing-config.js';
import { ExportConnections } from './export-connections.js';

/**
 * The exporter waits 800 ms or more before it tries again, on a timer that holds the process open, and does not try at
 * all where less than that is left. So it never does: what cannot be delivered is dropped. (0.223.1; tested.)
 */
const retriesForMs = 700;

/** As `ExportResultCode` of `@opentelemetry/core` has it, a package that is not ours to import. */
const success = { code: 0 };

/** Sends spans as OTLP over HTTP, in JSON, behind everybody's back: a failure is told to `warn` and to nobody else. */
export class QuietExporter implements SpanExporter {
  readonly #connections: ExportConnections;
  readonly #exporter: OTLPTraceExporter;
  readonly #warn: (reason: string) => void;

  constructor(endpoint: URL, { headers, timeoutMs }: TracingConfig, warn: (reason: string) => void) {
    this.#warn = warn;
    this.#connections = new ExportConnections(timeoutMs);
    this.#exporter = new OTLPTraceExporter({
      url: endpoint.href,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
      timeoutMillis: retriesForMs,
      httpAgentOptions: (protocol) => this.#connections.agent(protocol),
    });
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, ({ error }) => {
      if (error !== undefined) this.#warn(reasonOf(error));
    });
    // The processor would wait for the reply with a timer that holds the process open.
    done(success);
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  /** Waits for what is under way. */
  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#connections.close();
  }
}

/** Never the body of a reply: a collector may echo what it was sent. */
function reasonOf(error: Error): string {
  const status = 'code' in error && typeof error.code === 'number' ? `status ${error.code}` : '';
  // Where both addresses of `localhost` refuse, Node leaves the message empty.
  const message = errorMessage(error) || (systemErrorCode(error) ?? 'no connection');
  return [status, message].filter((part) => part !== '').join(', ');
}
