import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runIngest } from '../../../server/cli/run-ingest.js';
import { type Assistant, createAssistant } from '../../../src/assistant.js';
import type { AnswerEvent } from '../../../src/core/answer.js';
import { loadConfig } from '../../../src/core/config.js';

let folder = '';
let assistant: Assistant;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'definition-'));
  for (let day = 1; day <= 12; day += 1) {
    await writeFile(
      join(folder, `log-${day}.md`),
      `# Gannet\n\nGannet log ${day}: Gannet ran. Gannet stopped. Gannet ran.\n`,
    );
  }
  const about =
    'Things in the cellar are listed here, with the year in which they were bought and what they cost then. ';
  await writeFile(join(folder, 'cellar.md'), `# Cellar\n\n${about.repeat(3)}Gannet is an external disk for copies.\n`);
  const config = { ...loadConfig({ DOCENT_CHAT_MODEL: 'none' }), indexesFolder: join(folder, '.indexes') };
  await runIngest({ config, index: 'notes', paths: [folder] });
  assistant = createAssistant(config);
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true });
});

async function eventsOf(question: string, k: number): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of assistant.ask(question, { k })) events.push(event);
  return events;
}

const searches = (events: readonly AnswerEvent[]) =>
  events.flatMap((event) => (event.type === 'tool-result' ? [event.text] : []));

it('finds the sentence that says what something is among all passages that speak of it', async () => {
  const events = await eventsOf('What is Gannet?', 3);
  expect(searches(events)).toEqual([
    '3 passages for "What is Gannet?".',
    '1 of 13 passages with "Gannet" say what it is.',
  ]);
  const end = events.at(-1);
  if (end?.type !== 'answer-end') return expect.fail();
  expect(end.answer.answer).toMatch(/^Gannet is an external disk for copies\. \[1\]/u);
});

it('searches once where the passages found say it, or where something else is asked', async () => {
  expect(searches(await eventsOf('What is Gannet?', 13))).toHaveLength(1);
  expect(searches(await eventsOf('When did Gannet stop?', 3))[1] ?? '').not.toContain('say what it is');
});

it('says that no passage tells it', async () => {
  expect(searches(await eventsOf('What is the cellar?', 3))[1]).toBe(
    '0 of 1 passages with "the cellar" say what it is.',
  );
});
