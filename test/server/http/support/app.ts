import { z } from 'zod';
import { createApp } from '../../../../server/http/app.js';
import type { Clock } from '../../../../server/http/clock.js';
import type { HttpApp } from '../../../../server/http/http-environment.js';
import { type Config, loadConfig } from '../../../../src/core/config.js';
import { createLog, type Log } from '../../../../src/core/log.js';
import { createFakeAssistant, type FakeAssistant, type FakeAssistantScript } from '../../../fakes/fake-assistant.js';

export interface TestApp {
  readonly app: HttpApp;
  readonly assistant: FakeAssistant;
  readonly logged: string[];
}

export interface TestAppOptions extends FakeAssistantScript {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

export function testApp({ environment = {}, clock, ...script }: TestAppOptions = {}): TestApp {
  const assistant = createFakeAssistant(script);
  const { log, logged } = collectingLog();
  const config = loadConfig(environment);
  return { app: createApp({ assistant, config, log, ...(clock === undefined ? {} : { clock }) }), assistant, logged };
}

export function collectingLog(): { readonly log: Log; readonly logged: string[] } {
  const logged: string[] = [];
  return { log: createLog('debug', (line) => logged.push(line)), logged };
}

export function serverConfig(environment: Readonly<Record<string, string>> = {}): Config {
  return loadConfig({ DOCENT_PORT: '0', ...environment });
}

export function postOf(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', body: text, headers: { 'Content-Type': 'application/json', ...headers } };
}

export async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(await response.json());
}
