import {
  type Context,
  type Attributes as OtelAttributes,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { DocentError, errorMessage } from '../core/errors.js';
import { type Attributes, type Span, silentSpan } from '../core/trace.js';
import { contentAttributes } from '../core/trace-attributes.js';

export interface SpanMaker {
  readonly tracer: OtelTracer;
  readonly capturesContent: boolean;
}

/** A span of OpenTelemetry behind our interface; silent where it is not sampled, or where making it fails. */
export function startSpan(maker: SpanMaker, name: string, attributes: Attributes, parent: Context): Span {
  try {
    const span = maker.tracer.startSpan(
      name,
      { kind: kindOf(attributes), attributes: kept(attributes, maker) },
      parent,
    );
    return span.isRecording() ? new RecordedSpan(maker, span, trace.setSpan(parent, span)) : silentSpan;
  } catch {
    // A host program's processor may throw; the answer must not feel it.
    return silentSpan;
  }
}

class RecordedSpan implements Span {
  readonly #maker: SpanMaker;
  readonly #span: OtelSpan;
  /** What children start in: parents are passed on by hand, not by async context. */
  readonly #context: Context;
  #hasEnded = false;

  constructor(maker: SpanMaker, span: OtelSpan, context: Context) {
    this.#maker = maker;
    this.#span = span;
    this.#context = context;
  }

  get capturesContent(): boolean {
    return this.#maker.capturesContent;
  }

  child(name: string, attributes: Attributes = {}): Span {
    return startSpan(this.#maker, name, attributes, this.#context);
  }

  set(attributes: Attributes): void {
    this.#quietly(() => this.#span.setAttributes(kept(attributes, this.#maker)));
  }

  fail(error: unknown): void {
    const type = errorType(error);
    // Messages quote file names, questions and what providers say; the type tells enough without them.
    const message = this.capturesContent ? errorMessage(error) : type;
    this.#quietly(() => this.#span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR, message }));
  }

  end(): void {
    this.#quietly(() => this.#span.end());
    this.#hasEnded = true;
  }

  #quietly(action: () => unknown): void {
    if (this.#hasEnded) return;
    try {
      action();
    } catch {
      // As in `startSpan`.
      return;
    }
  }
}

/** Calls that leave the process are CLIENT spans by the conventions; a model inside it is not. */
function kindOf(attributes: Attributes): SpanKind {
  const isChat = attributes['gen_ai.operation.name'] === 'chat' && attributes['gen_ai.provider.name'] !== 'local';
  return isChat || attributes['http.request.method'] !== undefined ? SpanKind.CLIENT : SpanKind.INTERNAL;
}

function kept(attributes: Attributes, { capturesContent }: SpanMaker): OtelAttributes {
  const entries = Object.entries(attributes).flatMap(([name, value]) => {
    if (value === undefined || (!capturesContent && contentAttributes.has(name))) return [];
    return [[name, typeof value === 'object' ? [...value] : value] as const];
  });
  return Object.fromEntries(entries);
}

function errorType(error: unknown): string {
  if (error instanceof DocentError) return error.code;
  return error instanceof Error ? error.name : '_OTHER';
}
