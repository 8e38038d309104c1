import { createLog } from '../core/log.js';
import { silentTracer, type Tracer } from '../core/trace.js';
import type { TracingConfig } from '../core/tracing-config.js';

/** Enough for a collector across the world, and not long for someone who waits for the prompt to come back. */
const closeTimeoutMs = 2000;

/** What OpenTelemetry's API keeps its registrations under, so that all its copies in one process find them. */
const registrations = Symbol.for('opentelemetry.js.api.1');

export interface OpenTracerOptions {
  /** Called once at most. */
  readonly warn?: (text: string) => void;
  /** Longest wait for the collector when the tracer is closed. */
  readonly closeTimeoutMs?: number;
}

/**
 * Traces as the settings say: to the OTLP endpoint; without one to the provider that the host program has registered by
 * now; else nowhere, and then nothing of OpenTelemetry is loaded. Never rejects: what is wrong with the settings is a
 * warning.
 */
export async function openTracer(config: TracingConfig, options: OpenTracerOptions = {}): Promise<Tracer> {
  if (!config.isEnabled) return silentTracer;
  if (config.endpoint === undefined) return isHostTraced() ? openHostTracer(config) : silentTracer;
  const warn = once(options.warn ?? createLog('warn').warn);
  const endpoint = httpAddress(config.endpoint);
  if (endpoint === undefined || config.protocol === 'grpc') {
    warn(
      endpoint === undefined
        ? 'No traces: the OTLP endpoint is not an http:// or https:// address.'
        : 'No traces: OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported. Use OTLP over HTTP, usually port 4318.',
    );
    return silentTracer;
  }
  // Without user, password and query: keys are put there too.
  const shown = `${endpoint.origin}${endpoint.pathname}`;
  const fails = (reason: string) => warn(`Traces do not reach ${shown}: ${reason}. docent goes on without them.`);
  try {
    const { ExportTracer } = await import('./export-tracer.js');
    return new ExportTracer(config, {
      endpoint,
      warn: fails,
      closeTimeoutMs: options.closeTimeoutMs ?? closeTimeoutMs,
    });
  } catch (error) {
    fails(error instanceof Error ? error.name : 'OpenTelemetry cannot be loaded');
    return silentTracer;
  }
}

function isHostTraced(): boolean {
  const registered: unknown = Reflect.get(globalThis, registrations);
  return typeof registered === 'object' && registered !== null && 'trace' in registered;
}

async function openHostTracer(config: TracingConfig): Promise<Tracer> {
  const { hostTracer } = await import('./host-tracer.js');
  return hostTracer(config);
}

function httpAddress(text: string): URL | undefined {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  return address !== undefined && /^https?:$/u.test(address.protocol) ? address : undefined;
}

function once(warn: (text: string) => void): (text: string) => void {
  let hasWarned = false;
  return (text) => {
    if (hasWarned) return;
    hasWarned = true;
    warn(text);
  };
}
