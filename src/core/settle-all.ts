type AllOf<T extends readonly unknown[]> = { [K in keyof T]: Promise<T[K]> };

/** Like `Promise.all`, but waits for all of them first: where one fails, nothing goes on behind the caller's back. */
export async function settleAll<T extends readonly unknown[]>(promises: readonly [...AllOf<T>]): Promise<T> {
  const all: readonly Promise<unknown>[] = promises as readonly Promise<unknown>[];
  await Promise.allSettled(all);
  return (await Promise.all(all)) as unknown as T;
}
