import { parseAccept } from 'hono/utils/accept';

type Ranges = ReturnType<typeof parseAccept>;

const eventStream = 'text/event-stream';
const json = 'application/json';

/** Whether the client prefers server-sent events to JSON; JSON wins where it does not care. */
export function prefersEventStream(acceptHeader: string | undefined): boolean {
  const ranges = parseAccept(acceptHeader ?? '');
  const difference = quality(ranges, eventStream) - quality(ranges, json);
  if (difference !== 0) return difference > 0;
  const named = ranges.find((range) => [eventStream, json].includes(range.type.toLowerCase()) && range.q > 0);
  return named?.type.toLowerCase() === eventStream;
}

/** The most specific range that covers the type decides (RFC 9110, 12.5.1). */
function quality(ranges: Ranges, type: string): number {
  const candidates = [type, `${type.split('/')[0] ?? ''}/*`, '*/*'];
  for (const candidate of candidates) {
    const range = ranges.find((one) => one.type.toLowerCase() === candidate);
    if (range !== undefined) return range.q;
  }
  return 0;
}
