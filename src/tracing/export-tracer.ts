import { context } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { packageVersion } from '../core/package-version.js';
import { type Attributes, type Span, silentSpan, type Tracer } from '../core/trace.js';
import type { TracingConfig } from '../core/tracing-config.js';
import { type SpanMaker, startSpan } from './otel-span.js';
import { QuietExporter } from './quiet-exporter.js';

export interface ExportOptions {
  readonly endpoint: URL;
  readonly warn: (reason: string) => void;
  readonly closeTimeoutMs: number;
}

/** Exports spans itself, by a provider of its own that nothing else sees. */
export class ExportTracer implements Tracer {
  readonly #exporter: QuietExporter;
  readonly #provider: BasicTracerProvider;
  readonly #maker: SpanMaker;
  readonly #closeTimeoutMs: number;
  #closing: Promise<void> | undefined;

  constructor(config: TracingConfig, { endpoint, warn, closeTimeoutMs }: ExportOptions) {
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#exporter = new QuietExporter(endpoint, config, warn);
    this.#provider = new BasicTracerProvider({
      resource: defaultResource().merge(
        resourceFromAttributes({
          'service.version': packageVersion(),
          ...config.resource,
          'service.name': config.serviceName,
        }),
      ),
      spanProcessors: [new BatchSpanProcessor(this.#exporter)],
    });
    const tracer = this.#provider.getTracer('docent', packageVersion());
    this.#maker = { tracer, capturesContent: config.capturesContent };
  }

  start(name: string, attributes: Attributes = {}): Span {
    // Where a host program has a span open, ours continues its trace.
    return this.#closing === undefined ? startSpan(this.#maker, name, attributes, context.active()) : silentSpan;
  }

  close(): Promise<void> {
    this.#closing ??= this.#flush();
    return this.#closing;
  }

  async #flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#closeTimeoutMs);
    });
    // What went wrong has been said by the exporter.
    await Promise.race([this.#provider.shutdown().catch(() => undefined), timeUp]);
    clearTimeout(timer);
    this.#exporter.stop();
  }
}
