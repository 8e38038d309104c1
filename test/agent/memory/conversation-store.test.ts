import { chmodSync, existsSync, statSync, symlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileConversationStore } from '../../../src/agent/memory/file-conversation-store.js';
import { conversationStoreContract, turnOf } from '../../contracts/conversation-store.contract.js';
import { MemoryConversations } from '../../fakes/memory-conversations.js';

conversationStoreContract('memory', async () => ({
  store: new MemoryConversations('harbour'),
  dispose: async () => undefined,
}));

conversationStoreContract('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-conversations-'));
  return {
    store: new FileConversationStore({ indexFolder: folder, index: 'harbour' }),
    dispose: () => rm(folder, { recursive: true }),
  };
});

describe('conversations in files', () => {
  let folder = '';
  let store: FileConversationStore;
  const open = (more: { readonly maximumBytes?: number } = {}) =>
    new FileConversationStore({ indexFolder: folder, index: 'harbour', ...more });
  const pathOf = (id: string) => join(folder, 'conversations', `${id}.jsonl`);
  const questionsOf = async (id: string) => (await store.read(id)).turns.map(({ question }) => question);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docent-conversations-'));
    store = open();
  });
  afterEach(async () => {
    chmodSync(folder, 0o700);
    await rm(folder, { recursive: true });
  });

  it('can be read by their owner only', async () => {
    const { id } = await store.begin(turnOf(1));
    expect(statSync(pathOf(id)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'conversations')).mode & 0o777).toBe(0o700);
  });

  it('pass over a last line that was cut off anywhere, and are whole again after the next turn', async () => {
    const { id } = await store.begin(turnOf(1));
    const { size } = statSync(pathOf(id));
    await store.append(id, turnOf(2));
    const whole = await readFile(pathOf(id));
    // The last byte is a line break, without which the line is whole all the same.
    for (let end = size; end < whole.length - 1; end += 1) {
      await writeFile(pathOf(id), whole);
      await truncate(pathOf(id), end);
      expect(await questionsOf(id)).toEqual(['Question 1?']);
      if (end % 20 === 0) {
        await store.append(id, turnOf(3));
        expect(await questionsOf(id)).toEqual(['Question 1?', 'Question 3?']);
      }
    }
  });

  it('keep the lines of several writers apart', async () => {
    const { id } = await store.begin(turnOf(0));
    const long = 'long '.repeat(20_000);
    const writers = Array.from({ length: 8 }, () => open());
    await Promise.all(writers.map((writer, number) => writer.append(id, turnOf(number + 1, { answer: long }))));
    const { turns } = await store.read(id);
    expect(turns).toHaveLength(9);
    expect(turns.slice(1).every(({ answer }) => answer === long)).toBe(true);
  });

  it('end at their limit with an error that says so, and stay readable', async () => {
    const small = open({ maximumBytes: 600 });
    const { id } = await small.begin(turnOf(1));
    await expect(small.append(id, turnOf(2, { answer: 'x'.repeat(600) }))).rejects.toMatchObject({
      code: 'conversation-full',
      message: expect.stringContaining(id),
      hint: expect.stringContaining('new conversation'),
    });
    expect(await questionsOf(id)).toEqual(['Question 1?']);
  });

  it('are not made of files that are no conversations', async () => {
    await store.begin(turnOf(1));
    await writeFile(join(folder, 'conversations', 'notes.jsonl'), '{}');
    await writeFile(pathOf('00000000-0000-4000-8000-000000000000'), 'no line of ours\n{"type":"turn"}\n');
    expect((await store.list()).total).toBe(1);
    await expect(store.read('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'conversation-not-found',
    });
  });

  it.skipIf(!existsSync('/dev/full'))('say that the disk is full', async () => {
    const { id } = await store.begin(turnOf(1));
    const other = '00000000-0000-4000-8000-000000000000';
    symlinkSync('/dev/full', pathOf(other));
    await expect(store.append(other, turnOf(1))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await questionsOf(id)).toEqual(['Question 1?']);
  });

  it('say that they cannot be written where a file stands in the place of their folder', async () => {
    await writeFile(join(folder, 'conversations'), '');
    await expect(store.begin(turnOf(1))).rejects.toMatchObject({
      code: 'index-not-writable',
      hint: expect.stringContaining('DOCENT_INDEXES'),
    });
  });

  it.skipIf(process.getuid?.() === 0)('say that rights are missing (not for root, who has them all)', async () => {
    chmodSync(folder, 0o500);
    await expect(store.begin(turnOf(1))).rejects.toMatchObject({ code: 'index-not-writable' });
  });

  it('say that the index is gone', async () => {
    const gone = new FileConversationStore({ indexFolder: join(folder, 'nowhere'), index: 'nowhere' });
    await expect(gone.begin(turnOf(1))).rejects.toMatchObject({ code: 'index-not-found' });
    expect(await gone.list()).toEqual({ conversations: [], total: 0 });
  });
});
