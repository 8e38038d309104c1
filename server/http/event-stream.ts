import type { AnswerEvent } from '../../src/core/answer.js';
import { clientGone, type Deadline } from './deadline.js';

export interface Frame {
  readonly type: string;
}

const encoder = new TextEncoder();

/** One server-sent event per answer event, written as fast as the client reads; a client that leaves ends the run. */
export function eventStream(
  events: AsyncGenerator<AnswerEvent, void, void>,
  deadline: Deadline,
  present: (event: AnswerEvent) => Frame,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await events.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(frameText(present(next.value))));
    },
    async cancel() {
      deadline.abort(clientGone());
      await events.return();
    },
  });
}

/** JSON holds no raw line break, so one `data` line is always enough. */
function frameText(frame: Frame): string {
  return `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`;
}
