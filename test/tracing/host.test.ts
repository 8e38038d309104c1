import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, diag, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import { silentSpan } from '../../src/core/trace.js';
import { openTracer } from '../../src/tracing/open-tracer.js';
import { startCollector } from '../fixtures/otlp-collector.js';

afterEach(() => {
  trace.disable();
  context.disable();
  diag.disable();
});

/** What a host program sets up before it uses docent. */
function register(...processors: readonly SpanProcessor[]): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [...processors, new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
  context.setGlobalContextManager(asyncContexts());
  return exporter;
}

function asyncContexts(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

const open = (environment: Record<string, string> = {}) => openTracer(loadConfig(environment).tracing);

/** Runs the work inside a span of the host. */
async function inHostSpan(work: () => Promise<void>): Promise<void> {
  await trace.getTracer('host').startActiveSpan('request', async (span) => {
    await work();
    span.end();
  });
}

describe('in a program that has registered OpenTelemetry', () => {
  it('spans go to its provider, under its open span', async () => {
    const exporter = register();
    const tracer = await open();
    await inHostSpan(async () => {
      const root = tracer.start('invoke_agent docent');
      root.child('step 1').end();
      root.end();
    });
    await tracer.close();
    const spans = new Map(exporter.getFinishedSpans().map((span) => [span.name, span]));
    const idOf = (name: string) => spans.get(name)?.spanContext().spanId;
    expect(spans.size).toBe(3);
    expect(spans.get('invoke_agent docent')?.parentSpanContext?.spanId).toBe(idOf('request'));
    expect(spans.get('step 1')?.parentSpanContext?.spanId).toBe(idOf('invoke_agent docent'));
  });

  it('docent exports itself where an endpoint is set, and still continues the trace', async () => {
    const exporter = register();
    const collector = await startCollector();
    const tracer = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin });
    await inHostSpan(async () => tracer.start('run').end());
    await tracer.close();
    await collector.close();
    const [request, ...others] = exporter.getFinishedSpans();
    expect(others).toEqual([]);
    expect(collector.span('run')).toMatchObject({
      traceId: request?.spanContext().traceId,
      parentSpanId: request?.spanContext().spanId,
    });
  });

  it('nothing is recorded with OTEL_SDK_DISABLED', async () => {
    register();
    expect((await open({ OTEL_SDK_DISABLED: 'true' })).start('run')).toBe(silentSpan);
  });

  it('a span that is used after its end says nothing to the log of the host', async () => {
    register();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    diag.setLogger({ error: say, warn: say, info: say, debug: () => undefined, verbose: () => undefined });
    const span = (await open()).start('run');
    span.end();
    span.set({ late: true });
    span.end();
    expect(said).toEqual([]);
  });

  it('a processor of the host that throws does not reach the work', async () => {
    const broken: SpanProcessor = {
      onStart: ({ name }) => {
        if (name === 'never starts') throw new Error('broken');
      },
      onEnd: () => {
        throw new Error('broken');
      },
      shutdown: () => Promise.resolve(),
      forceFlush: () => Promise.resolve(),
    };
    register(broken);
    const tracer = await open();
    expect(tracer.start('never starts')).toBe(silentSpan);
    expect(() => tracer.start('never ends').end()).not.toThrow();
  });
});
