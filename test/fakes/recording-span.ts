import type { Attributes, Span } from '../../src/core/trace.js';

/** A span that keeps what it was told; the tree of its children is what tests look at. */
export class RecordingSpan implements Span {
  readonly name: string;
  readonly capturesContent: boolean;
  readonly attributes: Record<string, unknown>;
  readonly children: RecordingSpan[] = [];
  error: unknown;
  ends = 0;

  constructor(name = 'root', attributes: Attributes = {}, capturesContent = false) {
    this.name = name;
    this.attributes = { ...attributes };
    this.capturesContent = capturesContent;
  }

  child(name: string, attributes: Attributes = {}): RecordingSpan {
    const child = new RecordingSpan(name, attributes, this.capturesContent);
    this.children.push(child);
    return child;
  }

  set(attributes: Attributes): void {
    Object.assign(this.attributes, attributes);
  }

  fail(error: unknown): void {
    this.error = error;
  }

  end(): void {
    this.ends += 1;
  }
}
