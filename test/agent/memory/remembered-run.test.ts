import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngest } from '../../../server/cli/run-ingest.js';
import type { ConversationStore } from '../../../src/agent/memory/conversation-store.js';
import { rememberedRun } from '../../../src/agent/memory/remembered-run.js';
import { type Assistant, createAssistant } from '../../../src/assistant.js';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';

const people = `# Anna Berg

Anna Berg is the harbour master. Anna Berg was born in Malmö in 1970.

# Karl Lind

Karl Lind paints boats. Karl Lind was born in Lund in 1981.
`;

let folder = '';
let config: Config;
let assistant: Assistant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remembered-'));
  await writeFile(join(folder, 'people.md'), people);
  config = { ...loadConfig({ DOCENT_CHAT_MODEL: 'none' }), indexesFolder: join(folder, '.indexes') };
  await runIngest({ config, index: 'people', paths: [folder] });
  assistant = createAssistant(config);
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a conversation', () => {
  it('is kept, and completes the questions that follow', async () => {
    const first = await assistant.answer('Where was Anna Berg born?', { conversationId: 'new' });
    const id = first.conversationId ?? '';
    const second = await assistant.answer('And Karl Lind?', { conversationId: id });
    expect(second.standalone).toBe('Where was Karl Lind born?');
    expect(second.answer).toContain('Lund');
    const kept = await assistant.conversation(id);
    expect(kept.turns.map(({ question, standalone, sources }) => [question, standalone, sources])).toEqual([
      ['Where was Anna Berg born?', 'Where was Anna Berg born?', ['people.md']],
      ['And Karl Lind?', 'Where was Karl Lind born?', ['people.md']],
    ]);
  });

  it('that is unknown is an error, not a new one', async () => {
    const conversationId = '00000000-0000-4000-8000-000000000000';
    await expect(assistant.answer('Who?', { conversationId })).rejects.toMatchObject({
      code: 'conversation-not-found',
    });
  });

  it('can come with the request instead', async () => {
    const history = [{ question: 'Where was Anna Berg born?', answer: 'In Malmö.' }];
    const { standalone, conversationId } = await assistant.answer('And Karl Lind?', { history });
    expect([standalone, conversationId]).toEqual(['Where was Karl Lind born?', undefined]);
  });

  it('that cannot be kept costs no answer', async () => {
    const full = new DocentError('disk-full', 'The disk is full.');
    const store = new Proxy({} as ConversationStore, { get: () => () => Promise.reject(full) });
    const options = { store, id: 'new', mode: 'window', tokens: 1000 } as const;
    const events = rememberedRun('Where was Anna Berg born?', options, () =>
      assistant.ask('Where was Anna Berg born?'),
    );
    const ends = [];
    for await (const event of events) if (event.type === 'answer-end') ends.push(event.answer);
    expect(ends[0]?.answer).toContain('Malmö');
    expect(ends[0]?.warnings?.join()).toContain('The disk is full.');
  });
});
