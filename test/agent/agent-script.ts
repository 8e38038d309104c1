import {
  failsWith,
  type RecordedRequest,
  type ScriptedChatServer,
  type ScriptedReply,
  says,
} from '../fixtures/scripted-chat-server.js';

/** What a run asks its chat model for, told apart by the system prompt. */
const roles = {
  understand: 'You prepare questions',
  criticise: 'You judge passages',
  research: 'You find out one thing in a collection',
  browse: 'You find out one thing on the web',
  draft: 'You answer a question',
  judge: 'You check an answer',
  repair: 'Some statements of an answer',
} as const;
export type Role = keyof typeof roles;

export type Scripted = ScriptedReply | ((request: RecordedRequest) => ScriptedReply);

/** A chat model that plays every part of a run: each role has its replies; the last one is repeated. */
export class AgentScript {
  readonly #replies = new Map<Role, readonly Scripted[]>();
  readonly #taken = new Map<Role, number>();

  constructor(server: ScriptedChatServer) {
    server.always((request) => this.#answer(request));
    this.on('understand', understands());
    this.on('criticise', criticises());
    this.on('judge', judges());
    this.on('repair', says(JSON.stringify({ repairs: [] })));
  }

  on(role: Role, ...replies: readonly Scripted[]): this {
    this.#replies.set(role, replies);
    this.#taken.set(role, 0);
    return this;
  }

  /** How often a role was asked. */
  asked(role: Role): number {
    return this.#taken.get(role) ?? 0;
  }

  #answer(request: RecordedRequest): ScriptedReply {
    const role = roleOf(request);
    const place = this.asked(role);
    this.#taken.set(role, place + 1);
    const replies = this.#replies.get(role) ?? [];
    const reply = replies[Math.min(place, replies.length - 1)];
    if (reply === undefined) return failsWith(400, `The script has no reply for ${role}.`);
    return typeof reply === 'function' ? reply(request) : reply;
  }
}

export function roleOf(request: RecordedRequest): Role {
  const system = request.body.messages?.find(({ role }) => role === 'system')?.content ?? '';
  const found = Object.entries(roles).find(([, start]) => system.startsWith(start));
  if (found === undefined) throw new Error(`Nobody plays this: ${system.slice(0, 80)}`);
  return found[0] as Role;
}

/** Everything that the model was shown, as one text. */
export function shownTo({ body }: RecordedRequest): string {
  return (body.messages ?? []).map(({ content }) => String(content)).join('\n');
}

/** The number under which a passage with this text was shown. */
export function numberOf(request: RecordedRequest, text: string): number {
  const passages = shownTo(request).split('<passage number="').slice(1);
  const found = passages.find((passage) => passage.includes(text));
  if (found === undefined) throw new Error(`No passage with "${text}" was shown.`);
  return Number.parseInt(found, 10);
}

export function understands(fields: Readonly<Record<string, unknown>> = {}): Scripted {
  return (request) => {
    const question = shownTo(request).split('Question: ').at(-1) ?? '';
    return says(JSON.stringify({ standalone: question, needsSources: true, parts: [], ...fields }));
  };
}

export function criticises(fields: Readonly<Record<string, unknown>> = {}): ScriptedReply {
  return says(JSON.stringify({ grades: [], sufficiency: 'sufficient', missing: [], contradictions: [], ...fields }));
}

/** All statements are supported, save those at these places (from 1). */
export function judges(
  verdicts: Readonly<Record<number, string>> = {},
  fields: Readonly<Record<string, unknown>> = {},
): Scripted {
  return (request) => {
    const list = shownTo(request).split('Statements:\n').at(-1)?.split('\n') ?? [];
    const statements = list.map((_, place) => ({
      statement: place + 1,
      verdict: verdicts[place + 1] ?? 'supported',
    }));
    return says(JSON.stringify({ statements, completeness: 1, missing: [], ...fields }));
  };
}

/** A draft; `{text}` becomes the mark of the passage that has this text. */
export function drafts(text: string): Scripted {
  return (request) => says(text.replace(/\{([^}]+)\}/gu, (_, passage: string) => `[${numberOf(request, passage)}]`));
}
