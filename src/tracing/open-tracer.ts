import { DocentError, errorMessage } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { silentTracer, type Tracer } from '../core/trace.js';
import type { TracingConfig } from '../core/tracing-config.js';

/** Enough for a collector across the world, and not long for someone who waits for the prompt to come back. */
const defaultCloseTimeoutMs = 2000;

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
  const { warn = (text) => createLog('warn').warn(text) } = options;
  const warnOnce = once(warn);
  try {
    const { endpoint } = config;
    if (endpoint !== undefined) return await openExportTracer(config, endpoint, { ...options, warn: warnOnce });
    if (!isHostTraced()) return silentTracer;
    const { hostTracer } = await import('./host-tracer.js');
    return hostTracer(config);
  } catch (error) {
    warnOnce(`No traces: ${errorMessage(error)}`);
    return silentTracer;
  }
}

/** @throws DocentError `invalid-config` */
async function openExportTracer(
  config: TracingConfig,
  address: string,
  { warn, closeTimeoutMs = defaultCloseTimeoutMs }: OpenTracerOptions & Required<Pick<OpenTracerOptions, 'warn'>>,
): Promise<Tracer> {
  const endpoint = httpAddress(address);
  if (config.protocol === 'grpc') {
    throw new DocentError('invalid-config', 'OTLP over grpc is not supported. Use OTLP over HTTP, usually port 4318.');
  }
  // Without user, password and query: keys are put there too.
  const shown = `${endpoint.origin}${endpoint.pathname}`;
  const fails = (reason: string) => warn(`Traces do not reach ${shown}: ${reason}. docent goes on without them.`);
  const { ExportTracer } = await import('./export-tracer.js');
  return new ExportTracer(config, { endpoint, warn: fails, closeTimeoutMs });
}

function isHostTraced(): boolean {
  const registered: unknown = Reflect.get(globalThis, registrations);
  return typeof registered === 'object' && registered !== null && 'trace' in registered;
}

function httpAddress(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address !== undefined && /^https?:$/u.test(address.protocol)) return address;
  // The address is not quoted: it may hold a key.
  throw new DocentError('invalid-config', 'the OTLP endpoint is not an http:// or https:// address.');
}

function once(warn: (text: string) => void): (text: string) => void {
  let hasWarned = false;
  return (text) => {
    if (hasWarned) return;
    hasWarned = true;
    warn(text);
  };
}
