/** A question with its answer, as a request or a kept conversation brings it. */
export interface PastTurn {
  /** As it was asked. */
  readonly question: string;
  /** The question by itself, where the conversation completed it. */
  readonly standalone?: string | undefined;
  readonly answer: string;
  readonly abstained?: boolean | undefined;
}

/** A turn as it is kept. */
export interface Turn extends PastTurn {
  readonly standalone: string;
  readonly abstained: boolean;
  /** Names of the documents that the answer cites. */
  readonly sources: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** What the oldest turns of a conversation said. */
export interface ConversationSummary {
  readonly text: string;
  /** Number of turns, from the first one, that it covers. */
  readonly turns: number;
}

export interface Conversation {
  readonly id: string;
  /** Name of the index that it is about. */
  readonly index: string;
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Oldest first. */
  readonly turns: readonly Turn[];
  readonly summary?: ConversationSummary;
}

/** A conversation as lists show it. */
export interface ConversationHead {
  readonly id: string;
  readonly index: string;
  readonly title: string;
  readonly createdAt: string;
  /** ISO 8601, of the last turn. */
  readonly updatedAt: string;
  /** Number of turns. */
  readonly turns: number;
}

const longestTitle = 80;

/** The first question on one line, cut where it is long. */
export function conversationTitle(question: string): string {
  const line = question.replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= longestTitle
    ? line
    : `${characters
        .slice(0, longestTitle - 1)
        .join('')
        .trimEnd()}…`;
}

/** Undefined without turns: then there is no conversation. */
export function conversationOf(
  place: { readonly id: string; readonly index: string },
  turns: readonly Turn[],
  summary?: ConversationSummary,
): Conversation | undefined {
  const [first] = turns;
  if (first === undefined) return undefined;
  const title = conversationTitle(first.question);
  const known = summary !== undefined && summary.turns <= turns.length ? { summary } : {};
  return { id: place.id, index: place.index, title, createdAt: first.at, turns, ...known };
}

export function conversationHead({ id, index, title, createdAt, turns }: Conversation): ConversationHead {
  return { id, index, title, createdAt, updatedAt: turns.at(-1)?.at ?? createdAt, turns: turns.length };
}

/** The one that was spoken in last comes first. */
export function byLastUse(a: ConversationHead, b: ConversationHead): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
