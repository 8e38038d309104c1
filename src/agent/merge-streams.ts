import { DocentError } from '../core/errors.js';
import { linkedAbort } from '../core/linked-abort.js';

export interface MergeOptions {
  /** Streams that run at a time. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * The items of several streams as they come. Where one fails, the others are stopped by their signal and its error is
 * thrown; leaving early stops all.
 */
export async function* mergeStreams<Item>(
  streams: readonly ((signal: AbortSignal) => AsyncGenerator<Item, unknown, void>)[],
  { limit, signal }: MergeOptions,
): AsyncGenerator<Item, void, void> {
  const waiting = [...streams];
  const active = new Map<AsyncGenerator<Item, unknown, void>, Promise<Step<Item>>>();
  const group = linkedAbort(signal);
  try {
    for (;;) {
      while (active.size < limit && waiting.length > 0) {
        const stream = waiting.shift()?.(group.signal);
        if (stream !== undefined) active.set(stream, step(stream));
      }
      if (active.size === 0) return;
      const { stream, result } = await Promise.race(active.values());
      if (result.done === true) active.delete(stream);
      else {
        active.set(stream, step(stream));
        yield result.value;
      }
    }
  } finally {
    if (active.size > 0) group.abort(new DocentError('aborted', 'Another agent of this run has failed.'));
    await Promise.allSettled([...active].map(([stream, pending]) => close(stream, pending)));
    group.close();
  }
}

interface Step<Item> {
  readonly stream: AsyncGenerator<Item, unknown, void>;
  readonly result: IteratorResult<Item, unknown>;
}

function step<Item>(stream: AsyncGenerator<Item, unknown, void>): Promise<Step<Item>> {
  const pending = stream.next().then((result) => ({ stream, result }));
  pending.catch(() => undefined); // seen when it is raced, or when all are closed
  return pending;
}

async function close<Item>(stream: AsyncGenerator<Item, unknown, void>, pending: Promise<Step<Item>>): Promise<void> {
  await pending.catch(() => undefined);
  await stream.return(undefined);
}
