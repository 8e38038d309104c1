import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environmentWithDotenv, loadConfig } from '../../src/core/config.js';

const tracing = (environment: Record<string, string>) => loadConfig(environment).tracing;

/** The configuration with this `.env` under this environment. */
function withDotenv(lines: readonly string[], environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'docent-env-'));
  try {
    writeFileSync(join(folder, '.env'), lines.join('\n'));
    return loadConfig(environmentWithDotenv(folder, environment)).tracing;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the settings of traces', () => {
  it('export nothing and no content where nothing is set', () => {
    expect(tracing({})).toMatchObject({ endpoint: undefined, serviceName: 'docent', capturesContent: false });
  });

  it.each([
    ['http://collector:4318', 'http://collector:4318/v1/traces'],
    ['http://collector:4318/', 'http://collector:4318/v1/traces'],
    ['https://host/otlp', 'https://host/otlp/v1/traces'],
  ])('add the path of traces to the general endpoint %s', (endpoint, expected) => {
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).endpoint).toBe(expected);
  });

  it('take the endpoint of traces as it is, before the general one', () => {
    const set = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/in' };
    expect(tracing(set).endpoint).toBe('http://b/in');
  });

  it('are off with OTEL_SDK_DISABLED, and export nothing where other exporters are named', () => {
    expect(tracing({ OTEL_SDK_DISABLED: 'True' }).isEnabled).toBe(false);
    expect(tracing({ OTEL_SDK_DISABLED: '1' }).isEnabled).toBe(true);
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' };
    expect(tracing({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }).endpoint).toBeUndefined();
    expect(tracing({ ...endpoint, OTEL_TRACES_EXPORTER: 'console,otlp' }).endpoint).toBeDefined();
  });

  it('read headers with equals signs and percent signs in them, the special ones over the general ones', () => {
    const { headers } = tracing({
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YWJj==, x-team = a ,broken,=empty,bad=%zz',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-team=b',
    });
    const revealed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()]));
    expect(revealed).toEqual({ authorization: 'Basic YWJj==', 'x-team': 'b' });
  });

  it('show no header when they are printed', () => {
    const config = tracing({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=s3cret' });
    expect(`${JSON.stringify(config)} ${inspect(config, { depth: 9 })}`).not.toContain('s3cret');
  });

  it('name the service by its own variable before the resource attributes', () => {
    const OTEL_RESOURCE_ATTRIBUTES = 'service.name=group,deployment.environment.name=test';
    expect(tracing({ OTEL_RESOURCE_ATTRIBUTES })).toMatchObject({
      serviceName: 'group',
      resource: { 'deployment.environment.name': 'test' },
    });
    expect(tracing({ OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME: 'mine' }).serviceName).toBe('mine');
  });

  it.each(['true', 'TRUE', 'SPAN_ONLY', 'SPAN_AND_EVENT'])('capture content with %s', (value) => {
    expect(tracing({ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: value }).capturesContent).toBe(true);
  });

  it.each(['false', 'NO_CONTENT', 'EVENT_ONLY', 'yes'])('capture no content in spans with %s', (value) => {
    expect(tracing({ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: value }).capturesContent).toBe(false);
  });

  it('come from a .env too, under the environment', () => {
    const lines = ['OTEL_EXPORTER_OTLP_ENDPOINT=http://dotenv:4318', 'OTEL_SERVICE_NAME=dotenv'];
    expect(withDotenv(lines, { OTEL_SERVICE_NAME: 'shell' })).toMatchObject({
      endpoint: 'http://dotenv:4318/v1/traces',
      serviceName: 'shell',
    });
  });

  it.each([
    ['the general endpoint', 'OTEL_EXPORTER_OTLP_ENDPOINT', {}],
    [
      'the endpoint that goes before the own',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://mine' },
    ],
  ])('refuse a .env that moves headers of the environment elsewhere: %s', (_, variable, own) => {
    const environment = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=s3cret', ...own };
    expect(() => withDotenv([`${variable}=http://elsewhere`], environment)).toThrow(
      expect.objectContaining({ code: 'invalid-config', message: expect.not.stringContaining('s3cret') }),
    );
  });

  it('let a .env bring headers for the address of the environment', () => {
    const lines = ['OTEL_EXPORTER_OTLP_HEADERS=x-team=a', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://ignored'];
    expect(withDotenv(lines, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://mine' }).endpoint).toBe('http://mine/v1/traces');
  });
});
