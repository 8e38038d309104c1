export type AttributeValue = string | number | boolean | readonly string[];

/** What a span says, by the names of `trace-attributes.ts`; what is undefined is left out. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** One piece of work in a trace. No method throws; after `end` all but `child` do nothing. */
export interface Span {
  /** Whether questions, prompts and texts are wanted. They are dropped otherwise: this only saves building them. */
  readonly capturesContent: boolean;
  /** Work that is part of this work; may outlive it. */
  child(name: string, attributes?: Attributes): Span;
  set(attributes: Attributes): void;
  fail(error: unknown): void;
  end(): void;
}

export interface Tracer {
  /** The first span of a trace. */
  start(name: string, attributes?: Attributes): Span;
  /** Sends what has ended, within a bounded time. Never rejects; spans that start later are silent. */
  close(): Promise<void>;
}

/** Records nothing and allocates nothing. */
export const silentSpan: Span = Object.freeze({
  capturesContent: false,
  child: () => silentSpan,
  set: () => undefined,
  fail: () => undefined,
  end: () => undefined,
});

export const silentTracer: Tracer = Object.freeze({
  start: () => silentSpan,
  close: () => Promise.resolve(),
});

/** Does the work inside a child span; an error marks the span as failed and goes on to the caller. */
export async function inSpan<T>(
  parent: Span,
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = parent.child(name, attributes);
  try {
    return await work(span);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

/** `inSpan` for a stream: the span begins with the first event and ends with the last, or when the reader leaves. */
export async function* streamInSpan<T, Result>(
  parent: Span,
  name: string,
  attributes: Attributes,
  work: (span: Span) => AsyncGenerator<T, Result, void>,
): AsyncGenerator<T, Result, void> {
  const span = parent.child(name, attributes);
  try {
    return yield* work(span);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}
