import type { DocentError } from '../../core/errors.js';
import type { ChatClock } from './chat-clock.js';

interface Watch {
  readonly clock: ChatClock;
  readonly timeoutMs: number;
  /** Ends the connection; what it returns is what the reader gets. */
  readonly onStall: () => DocentError;
}

/** The response with a body that fails when nothing comes for too long while someone reads. */
export function watchedBody(response: Response, { clock, timeoutMs, onStall }: Watch): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      let stall: DocentError | undefined;
      const cancel = clock.schedule(() => {
        stall = onStall();
      }, timeoutMs);
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(stall ?? error);
      } finally {
        cancel();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, response);
}
