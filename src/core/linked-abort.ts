export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Lets go of the parent. */
  close(): void;
}

/**
 * A signal that fires with its parent, or alone. Not `AbortSignal.any`: in Node 20 its results stay reachable from a
 * parent that lives long.
 */
export function linkedAbort(parent: AbortSignal | undefined): LinkedAbort {
  const controller = new AbortController();
  const stop = () => controller.abort(parent?.reason);
  if (parent?.aborted === true) stop();
  else parent?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    close: () => parent?.removeEventListener('abort', stop),
  };
}
