import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import { silentSpan } from '../../src/core/trace.js';
import { openTracer } from '../../src/tracing/open-tracer.js';
import { startCollector } from '../fixtures/otlp-collector.js';

/** OpenTelemetry's packages are CommonJS, so whatever was loaded of them stands in the module cache. */
const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('opentelemetry'));

let before: readonly string[] = [];
beforeAll(() => {
  before = loaded();
});

describe('tracing', () => {
  it('is silent and loads nothing of OpenTelemetry where nothing is set', async () => {
    expect(before).toEqual([]);
    const tracer = await openTracer(loadConfig({}).tracing);
    expect(tracer.start('run')).toBe(silentSpan);
    await tracer.close();
    expect(loaded()).toEqual([]);
  });

  it('is silent and loads nothing where it is disabled, endpoint or not', async () => {
    const config = loadConfig({ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect((await openTracer(config.tracing)).start('run')).toBe(silentSpan);
    expect(loaded()).toEqual([]);
  });

  it('loads the SDK with an endpoint', async () => {
    const collector = await startCollector();
    const tracer = await openTracer(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin }).tracing);
    expect(loaded().some((path) => path.includes('sdk-trace'))).toBe(true);
    await tracer.close();
    await collector.close();
  });
});
