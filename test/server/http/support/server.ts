import { once } from 'node:events';
import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterEach } from 'vitest';
import type { Clock } from '../../../../server/http/clock.js';
import { type RunningServer, startServer } from '../../../../server/http/serve.js';
import { createFakeAssistant, type FakeAssistant, type FakeAssistantScript } from '../../../fakes/fake-assistant.js';
import { collectingLog, serverConfig } from './app.js';

export interface TestServer extends RunningServer {
  readonly assistant: FakeAssistant;
  readonly logged: string[];
}

export interface TestServerOptions extends FakeAssistantScript {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly graceMs?: number;
}

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server on a free port of loopback; closed after the test. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { environment, clock, graceMs = 0, ...script } = options;
  const assistant = createFakeAssistant(script);
  const { log, logged } = collectingLog();
  const config = serverConfig(environment);
  const server = await startServer({ assistant, config, log, graceMs, ...(clock === undefined ? {} : { clock }) });
  running.push(server);
  return { ...server, assistant, logged };
}

export interface Exchange {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
}

/** A request whose connection the test holds in its hands. */
export function post(url: string, headers: Readonly<Record<string, string>> = {}, agent?: Agent): Exchange {
  const outgoing = request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(agent === undefined ? {} : { agent }),
  });
  const response = once(outgoing, 'response').then(([incoming]) => incoming as IncomingMessage);
  // A test that cuts the connection expects no response.
  response.catch(() => undefined);
  return { request: outgoing, response };
}

export async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk;
  return text;
}
