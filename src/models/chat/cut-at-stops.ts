/** Ends a text before the first of the stops, however the pieces fall; leaving early ends the source too. */
export async function* cutAtStops<Result extends string>(
  pieces: AsyncGenerator<string, Result, void>,
  stops: readonly string[],
): AsyncGenerator<string, Result | 'stop', void> {
  let held = '';
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done === true) {
        if (held !== '') yield held;
        return value;
      }
      held += value;
      const at = Math.min(...stops.map((stop) => held.indexOf(stop)).filter((index) => index >= 0));
      if (Number.isFinite(at)) {
        yield held.slice(0, at);
        return 'stop';
      }
      const sure = held.length - Math.max(0, ...stops.map((stop) => overlap(held, stop)));
      if (sure > 0) yield held.slice(0, sure);
      held = held.slice(sure);
    }
  } finally {
    await pieces.return('stop' as Result);
  }
}

/** Length of the longest end of the text that begins the stop. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (stop.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
