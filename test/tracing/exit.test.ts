import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { answersWith, deadOrigin, hangsUp, startCollector, staysSilent } from '../fixtures/otlp-collector.js';

it('a program ends when its work is done, whatever its collectors do, closed or not', async () => {
  const unanswered = await startCollector(staysSilent);
  const closed = await Promise.all([staysSilent, hangsUp, answersWith(503)].map(startCollector));
  const ready = createServer((_, response) => void unanswered.arrived.then(() => response.end()));
  await new Promise<void>((resolve) => ready.listen(0, '127.0.0.1', resolve));

  const origins = [await deadOrigin(), ...closed.map(({ origin }) => origin), unanswered.origin];
  const readyAt = `http://127.0.0.1:${(ready.address() as AddressInfo).port}`;
  const script = join(projectRoot(), 'test', 'fixtures', 'run-traced.ts');
  const program = spawn(process.execPath, ['--import', 'tsx', script, readyAt, ...origins], { cwd: projectRoot() });
  const exit = once(program, 'exit');
  await once(program.stdout, 'data');
  const doneAt = performance.now();
  expect(await exit).toEqual([0, null]);
  // A request that is under way would hold it for ten seconds.
  expect(performance.now() - doneAt).toBeLessThan(5000);

  ready.close();
  await Promise.all([unanswered, ...closed].map((collector) => collector.close()));
});
