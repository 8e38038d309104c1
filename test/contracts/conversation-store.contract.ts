import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../src/agent/memory/conversation.js';
import { type ConversationStore, isConversationId } from '../../src/agent/memory/conversation-store.js';

export interface ConversationsUnderTest {
  /** For the index `harbour`. */
  readonly store: ConversationStore;
  dispose(): Promise<void>;
}

/** A turn that is the n-th of its day. */
export function turnOf(number: number, more: Partial<Turn> = {}): Turn {
  return {
    question: `Question ${number}?`,
    standalone: `Whole question ${number}?`,
    answer: `Answer\n“${number}” [1].`,
    abstained: false,
    sources: ['guide.md'],
    at: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString(),
    ...more,
  };
}

/** What every place for conversations does. */
export function conversationStoreContract(name: string, open: () => Promise<ConversationsUnderTest>): void {
  describe(`${name} as a place for conversations`, () => {
    let opened: ConversationsUnderTest;
    let store: ConversationStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    it('is empty at first', async () => {
      expect(await store.list()).toEqual({ conversations: [], total: 0 });
    });

    it('gives back turns as they were kept, in their order', async () => {
      const { id } = await store.begin(turnOf(1));
      await store.append(id, turnOf(2, { abstained: true, sources: [] }));
      await store.append(id, turnOf(3, { answer: '日本語\u2028 "quoted" \\n' }));
      expect(await store.read(id)).toEqual({
        id,
        index: 'harbour',
        title: 'Question 1?',
        createdAt: turnOf(1).at,
        turns: [
          turnOf(1),
          turnOf(2, { abstained: true, sources: [] }),
          turnOf(3, { answer: '日本語\u2028 "quoted" \\n' }),
        ],
      });
    });

    it('gives each conversation a random id and the first question as its title, cut and on one line', async () => {
      const long = await store.begin(turnOf(1, { question: `What\nis ${'very '.repeat(40)}long?` }));
      const other = await store.begin(turnOf(1));
      expect(isConversationId(long.id)).toBe(true);
      expect(long.id).not.toBe(other.id);
      expect(long.title).toMatch(/^What is very .*…$/u);
      expect(long.title.length).toBeLessThanOrEqual(80);
      expect(await store.read(long.id)).toEqual(long);
    });

    it('keeps the newest summary, and turns after it', async () => {
      const { id } = await store.begin(turnOf(1));
      await store.append(id, turnOf(2));
      await store.keepSummary(id, { text: 'First.', turns: 1 });
      await store.keepSummary(id, { text: 'First and second.', turns: 2 });
      await store.append(id, turnOf(3));
      const { summary, turns } = await store.read(id);
      expect(summary).toEqual({ text: 'First and second.', turns: 2 });
      expect(turns).toHaveLength(3);
    });

    it('passes over a summary of turns that are not there', async () => {
      const { id } = await store.begin(turnOf(1));
      await store.keepSummary(id, { text: 'Of five turns.', turns: 5 });
      expect((await store.read(id)).summary).toBeUndefined();
    });

    it('lists the one that was spoken in last first, a part at a time', async () => {
      const first = await store.begin(turnOf(1));
      const second = await store.begin(turnOf(2));
      const third = await store.begin(turnOf(3));
      await store.append(first.id, turnOf(4));
      const { conversations, total } = await store.list();
      expect(conversations.map(({ id }) => id)).toEqual([first.id, third.id, second.id]);
      expect(total).toBe(3);
      expect(conversations[0]).toEqual({
        id: first.id,
        index: 'harbour',
        title: 'Question 1?',
        createdAt: turnOf(1).at,
        updatedAt: turnOf(4).at,
        turns: 2,
      });
      const part = await store.list({ limit: 1, offset: 1 });
      expect(part.conversations.map(({ id }) => id)).toEqual([third.id]);
      expect(part.total).toBe(3);
    });

    it('deletes one and leaves the others', async () => {
      const kept = await store.begin(turnOf(1));
      const { id } = await store.begin(turnOf(2));
      await store.delete(id);
      await expect(store.read(id)).rejects.toMatchObject({ code: 'conversation-not-found' });
      expect((await store.list()).conversations.map((each) => each.id)).toEqual([kept.id]);
    });

    it('keeps every turn of writers that come at once', async () => {
      const { id } = await store.begin(turnOf(0));
      await Promise.all(Array.from({ length: 20 }, (_, number) => store.append(id, turnOf(number + 1))));
      const questions = (await store.read(id)).turns.map(({ question }) => question);
      expect(questions).toHaveLength(21);
      expect(new Set(questions).size).toBe(21);
    });

    it.each([
      '00000000-0000-4000-8000-000000000000',
      '../../../etc/passwd',
      '..',
      '',
      'a/b',
      'A'.repeat(5000),
      '00000000-0000-4000-8000-000000000000\0',
      '00000000-0000-4000-8000-000000000000\n',
    ])('knows no conversation %j, whatever is done with it', async (id) => {
      const unknown = { code: 'conversation-not-found' };
      await expect(store.read(id)).rejects.toMatchObject(unknown);
      await expect(store.append(id, turnOf(1))).rejects.toMatchObject(unknown);
      await expect(store.keepSummary(id, { text: 'x', turns: 1 })).rejects.toMatchObject(unknown);
      await expect(store.delete(id)).rejects.toMatchObject(unknown);
      expect((await store.list()).total).toBe(0);
    });
  });
}
