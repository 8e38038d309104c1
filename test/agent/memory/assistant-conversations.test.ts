import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngest } from '../../../server/cli/run-ingest.js';
import { FileConversationStore } from '../../../src/agent/memory/file-conversation-store.js';
import { type Assistant, createAssistant } from '../../../src/assistant.js';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { indexUri } from '../../../src/retrieval/index-catalog.js';
import { turnOf } from '../../contracts/conversation-store.contract.js';

describe('conversations of an assistant', () => {
  let folder = '';
  let config: Config;
  let assistant: Assistant;
  const store = () => new FileConversationStore({ indexFolder: indexUri(config, 'harbour'), index: 'harbour' });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docent-memory-'));
    await writeFile(join(folder, 'guide.md'), '# Harbour guide\n\nThe office opens at seven.\n');
    config = { ...loadConfig({ DOCENT_CHAT_MODEL: 'none' }), indexesFolder: join(folder, '.indexes') };
    await runIngest({ config, index: 'harbour', paths: [join(folder, 'guide.md')] });
    assistant = createAssistant(config);
  });
  afterAll(async () => {
    await assistant.close();
    await rm(folder, { recursive: true });
  });

  it('are those in the folder of the index, and outlast a rebuild of it', async () => {
    const { id } = await store().begin(turnOf(1));
    await runIngest({ config, index: 'harbour', paths: [join(folder, 'guide.md')], rebuild: true });
    const { conversations, total, index } = await assistant.conversations();
    expect({ total, index, ids: conversations.map((each) => each.id) }).toEqual({
      total: 1,
      index: 'harbour',
      ids: [id],
    });
    expect(await assistant.conversation(id, { index: 'harbour' })).toMatchObject({ id, turns: [turnOf(1)] });
    await assistant.deleteConversation(id);
    await expect(assistant.conversation(id)).rejects.toMatchObject({ code: 'conversation-not-found' });
  });

  it('are none of an index that does not exist', async () => {
    await expect(assistant.conversations({ index: 'nowhere' })).rejects.toMatchObject({ code: 'index-not-found' });
  });
});
