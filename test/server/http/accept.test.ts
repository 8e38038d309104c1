import { expect, it } from 'vitest';
import { prefersEventStream } from '../../../server/http/accept.js';

it.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['application/json', false],
  ['application/json, text/plain, */*', false],
  ['application/json, text/event-stream', false],
  ['text/html,application/xhtml+xml,*/*;q=0.8', false],
  ['text/event-stream;q=0', false],
  ['text/event-stream;q=0.5, application/json', false],
  ['*/*, text/event-stream;q=0.5', false],
  ['text/event-stream', true],
  ['TEXT/EVENT-STREAM', true],
  ['text/event-stream, application/json', true],
  ['text/event-stream, */*', true],
  ['text/event-stream, application/json;q=0.9', true],
  ['application/json;q=0.1, text/*;q=0.9', true],
])('for Accept: %s, server-sent events are preferred: %s', (header, expected) => {
  expect(prefersEventStream(header)).toBe(expected);
});
