import { inspect } from 'node:util';

const shown = '(hidden)';

/** A key that nothing prints: no template, no JSON, no inspection. */
export class Secret {
  /** The variable that it comes from. */
  readonly variable: string;
  readonly #value: string;

  constructor(value: string, variable: string) {
    this.#value = value;
    this.variable = variable;
  }

  /** The key itself, for the one request header that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
