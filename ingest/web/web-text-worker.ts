import { toDocentError } from '../../src/core/errors.js';
import { readWebText } from './read-web-text.js';
import type { WebTextReply, WebTextRequest } from './web-text-protocol.js';

// Entry point of the child process: makes text of one page after the other, so that a page made to take minutes or
// gigabytes takes this process with it and not docent.

process.on('message', (request: WebTextRequest) => void answer(request));
process.on('disconnect', () => process.exit(0));
// Ctrl+C reaches the whole process group; docent decides what becomes of the page under way.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
send({ type: 'ready' });

async function answer({ bytes, source }: WebTextRequest): Promise<void> {
  try {
    send({ type: 'read', document: await readWebText(bytes, source) });
  } catch (error) {
    const { code, message, hint } = toDocentError(error);
    send({ type: 'failed', code, message, hint });
  }
}

function send(reply: WebTextReply): void {
  process.send?.(reply);
}
