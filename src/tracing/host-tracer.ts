import { context, trace } from '@opentelemetry/api';
import { packageVersion } from '../core/package-version.js';
import type { Tracer } from '../core/trace.js';
import { startSpan } from './otel-span.js';

/** Gives spans to the provider that the host program has registered; sending them is the host's business. */
export function hostTracer({ capturesContent }: { readonly capturesContent: boolean }): Tracer {
  const maker = { tracer: trace.getTracer('docent', packageVersion()), capturesContent };
  return {
    start: (name, attributes = {}) => startSpan(maker, name, attributes, context.active()),
    close: () => Promise.resolve(),
  };
}
