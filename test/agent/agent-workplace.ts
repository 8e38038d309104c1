import type { QuestionOptions } from '../../src/agent/answer-question.js';
import { answerQuestion } from '../../src/agent/answer-question.js';
import type { Answer, AnswerEvent } from '../../src/core/answer.js';
import { loadConfig } from '../../src/core/config.js';
import { openChatModel } from '../../src/models/chat/open-chat-model.js';
import type { ChatModel } from '../../src/models/chat-model.js';
import type { IndexSearch } from '../../src/retrieval/index-search.js';
import { instantClock } from '../fakes/chat-clock.js';
import { type ScriptedChatServer, startScriptedChatServer } from '../fixtures/scripted-chat-server.js';
import { SmallIndex } from '../retrieval/small-index.js';
import { AgentScript } from './agent-script.js';

const documents = {
  'guide.md': `# Harbour guide

## Opening hours

The harbour office opens at seven in the morning. It closes at noon on Sundays.

## Fees

Mooring costs 12 euros a night for boats up to ten metres. Longer boats pay 20 euros a night.
`,
  'people.md': `# People of the harbour

## Anna Berg

Anna Berg is the harbour master. She was born in Malmö.

## Karl Lind

Karl Lind paints boats. He lives above the rope store.
`,
  'weather.txt':
    'Weather notes\n\nThe strongest storm of the year came in February. Waves reached nine metres that night.\n',
};

/** A small index and a chat model that says what the test told it to say. */
export class AgentWorkplace {
  readonly #index = new SmallIndex();
  readonly server: ScriptedChatServer;
  readonly search: IndexSearch;
  readonly #model: ChatModel;
  script: AgentScript;

  private constructor(index: SmallIndex, parts: { server: ScriptedChatServer; search: IndexSearch; model: ChatModel }) {
    this.#index = index;
    this.server = parts.server;
    this.search = parts.search;
    this.#model = parts.model;
    this.script = new AgentScript(this.server);
  }

  static async open(
    environment: Readonly<Record<string, string>> = {},
    more: Readonly<Record<string, string>> = {},
  ): Promise<AgentWorkplace> {
    const index = new SmallIndex();
    const { search } = await index.ingest({ ...documents, ...more });
    const server = await startScriptedChatServer();
    const config = loadConfig({ DOCENT_CHAT_MODEL: `${server.origin}/v1#scripted`, ...environment });
    const clock = instantClock({ timeoutMs: config.chat.timeoutMs });
    const model = await openChatModel(config.chat, { clock, random: () => 0 });
    if (model === undefined) throw new Error('No model.');
    return new AgentWorkplace(index, { server, search, model });
  }

  /** Forgets what earlier tests scripted. */
  reset(): void {
    this.script = new AgentScript(this.server);
  }

  ask(question: string, options: Partial<QuestionOptions> = {}): AsyncGenerator<AnswerEvent, void, void> {
    return answerQuestion(question, this.search, { k: 6, model: this.#model, ...options });
  }

  async run(question: string, options: Partial<QuestionOptions> = {}): Promise<RunRecord> {
    const events: AnswerEvent[] = [];
    for await (const event of this.ask(question, options)) events.push(event);
    return recordOf(events);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#index.remove();
  }
}

export interface RunRecord {
  readonly events: readonly AnswerEvent[];
  /** The last event. */
  readonly end: AnswerEvent;
  /** @throws where the run ended in an error */
  readonly answer: Answer;
  readonly of: <Type extends AnswerEvent['type']>(type: Type) => Extract<AnswerEvent, { type: Type }>[];
}

function recordOf(events: readonly AnswerEvent[]): RunRecord {
  const end = events.at(-1);
  if (end === undefined) throw new Error('Nothing happened.');
  const of = <Type extends AnswerEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<AnswerEvent, { type: Type }> => event.type === type);
  return {
    events,
    end,
    of,
    get answer() {
      if (end.type === 'answer-end' || end.type === 'abstention') return end.answer;
      throw end.type === 'error' ? end.error : new Error('no end');
    },
  };
}
