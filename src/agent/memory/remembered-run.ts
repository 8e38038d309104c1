import type { MemoryMode } from '../../core/agent-config.js';
import type { Answer, AnswerEvent } from '../../core/answer.js';
import { errorMessage } from '../../core/errors.js';
import type { Recollection } from '../run.js';
import type { Conversation, Turn } from './conversation.js';
import type { ConversationStore } from './conversation-store.js';
import { recall, type Summarise } from './recall.js';

export interface RememberedRunOptions {
  readonly store: ConversationStore;
  /** Of a conversation that is kept, or `new`. */
  readonly id: string;
  readonly mode: MemoryMode;
  /** Of what goes with the question. */
  readonly tokens: number;
  readonly summarise?: Summarise | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A run within a conversation: what was said before goes with the question, and question and answer are kept. An answer
 * that cannot be kept is given all the same, with a warning.
 * @throws DocentError `conversation-not-found` and what reading the conversation throws
 */
export async function* rememberedRun(
  question: string,
  options: RememberedRunOptions,
  run: (recollection: Recollection) => AsyncGenerator<AnswerEvent, void, void>,
): AsyncGenerator<AnswerEvent, void, void> {
  const { store, id } = options;
  const conversation = id === 'new' ? undefined : await store.read(id);
  const { recollection, warnings } = await recollected(conversation, options);
  for await (const event of run(recollection)) {
    if (event.type === 'answer-end' || event.type === 'abstention') {
      yield { ...event, answer: await kept(event.answer, { question, store, conversation, warnings }) };
    } else yield event;
  }
}

async function recollected(conversation: Conversation | undefined, options: RememberedRunOptions) {
  if (conversation === undefined) return { recollection: { turns: [] }, warnings: [] };
  const { summary, turns, made, warning } = await recall(conversation, options);
  const warnings = warning === undefined ? [] : [warning];
  if (made !== undefined) {
    await options.store.keepSummary(conversation.id, made).catch((error: unknown) => {
      warnings.push(`The summary of the conversation was not kept: ${errorMessage(error)}`);
    });
  }
  return { recollection: { turns, summary }, warnings };
}

interface Keeping {
  readonly question: string;
  readonly store: ConversationStore;
  readonly conversation: Conversation | undefined;
  readonly warnings: readonly string[];
}

async function kept(answer: Answer, { question, store, conversation, warnings }: Keeping): Promise<Answer> {
  const turn: Turn = {
    question,
    standalone: answer.standalone ?? question,
    answer: answer.answer,
    abstained: answer.abstained,
    sources: [...new Set(answer.citations.map(({ document }) => document))],
    at: new Date().toISOString(),
  };
  const all = [...(answer.warnings ?? []), ...warnings];
  try {
    const id = conversation === undefined ? (await store.begin(turn)).id : conversation.id;
    if (conversation !== undefined) await store.append(id, turn);
    return { ...answer, conversationId: id, ...(all.length === 0 ? {} : { warnings: all }) };
  } catch (error) {
    const lost = `The answer was not kept in the conversation: ${errorMessage(error)}`;
    return {
      ...answer,
      ...(conversation === undefined ? {} : { conversationId: conversation.id }),
      warnings: [...all, lost],
    };
  }
}
