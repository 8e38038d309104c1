import type { IndexWriter } from '../../src/store/index-store.js';

/** A writer with some of its methods replaced. */
export function overridden(writer: IndexWriter, methods: Partial<IndexWriter>): IndexWriter {
  return new Proxy(writer, {
    get(target, property) {
      const own = (methods as Record<string | symbol, unknown>)[property];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
