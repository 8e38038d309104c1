import type { AnswerEvent } from '../../../src/core/answer.js';
import { presentEvent } from '../../http/present/event.js';

/** An event as one line of JSON: as in the stream of the HTTP API, an error without what belongs to HTTP. */
export function eventJson(event: AnswerEvent): string {
  if (event.type !== 'error') return JSON.stringify(presentEvent(event, ''));
  const { code, message, hint } = event.error;
  return JSON.stringify({ type: event.type, error: { code, detail: message, hint } });
}
