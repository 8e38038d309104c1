/** Runs `work` on up to `ahead` items before their results are asked for; results come in the order of the items. */
export async function* prefetch<Item, Result>(
  items: readonly Item[],
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  let next = 0;
  const start = () => {
    const item = items[next];
    if (item === undefined) return;
    next += 1;
    const promise = work(item);
    // A failure is thrown when its turn comes; until then it must not count as unhandled.
    promise.catch(() => undefined);
    running.push(promise);
  };
  for (let count = 0; count < ahead; count += 1) start();
  for (let first = running.shift(); first !== undefined; first = running.shift()) {
    const result = await first;
    start();
    yield result;
  }
}
