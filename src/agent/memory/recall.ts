import type { MemoryMode } from '../../core/agent-config.js';
import { errorMessage } from '../../core/errors.js';
import { estimateTokens } from '../passage-text.js';
import type { ConversationSummary, PastTurn } from './conversation.js';
import { outline } from './outline.js';

const windowTurns = 6;
/** Turns that stay word for word beside a summary: follow-ups point at them. */
const verbatimTurns = 2;
/** Share of the budget that a summary may take. */
const summaryShare = 0.5;
/** Less of an answer than this says nothing. */
const shortestAnswer = 40;

export type Summarise<Past extends PastTurn = PastTurn> = (
  turns: readonly Past[],
  previous: string | undefined,
) => Promise<string>;

export interface RecallOptions<Past extends PastTurn> {
  readonly mode: MemoryMode;
  /** Budget for all that is recalled; see `estimateTokens`. */
  readonly tokens: number;
  /** Turns in the mode `window`. Default: 6. */
  readonly window?: number;
  /** Continues a summary with turns that are new to it; without it each turn's question and first sentence are kept. */
  readonly summarise?: Summarise<Past> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What of a conversation goes with the next question. */
export interface Recalled<Past extends PastTurn> {
  readonly summary?: string;
  /** Oldest first. */
  readonly turns: readonly Past[];
  /** A summary that `summarise` made just now: to be kept with the conversation, so that it is not made twice. */
  readonly made?: ConversationSummary;
  /** Why `summarise` was done without. */
  readonly warning?: string;
}

interface Remembered<Past extends PastTurn> {
  readonly turns: readonly Past[];
  readonly summary?: ConversationSummary | undefined;
}

/**
 * Chooses what of a conversation goes with the next question, within a budget of tokens.
 * @throws the signal's reason where it fires
 */
export async function recall<Past extends PastTurn>(
  { turns, summary }: Remembered<Past>,
  options: RecallOptions<Past>,
): Promise<Recalled<Past>> {
  const { mode, tokens, window = windowTurns } = options;
  if (mode === 'buffer') return { turns: fitting(turns, tokens) };
  if (mode === 'window') return { turns: fitting(turns.slice(-window), tokens) };
  const older = turns.slice(0, -verbatimTurns);
  if (older.length === 0) return { turns: fitting(turns, tokens) };
  const summarised = await summaryOf(older, summary, options);
  const text = withinTokens(summarised.summary, tokens * summaryShare);
  const recent = fitting(turns.slice(-verbatimTurns), tokens - estimateTokens(text));
  return { ...summarised, summary: text, turns: recent };
}

async function summaryOf<Past extends PastTurn>(
  older: readonly Past[],
  known: ConversationSummary | undefined,
  { tokens, summarise, signal }: RecallOptions<Past>,
) {
  // A summary of more than the older turns would say some things twice.
  const usable = known !== undefined && known.turns <= older.length ? known : undefined;
  const fresh = older.slice(usable?.turns ?? 0);
  if (usable !== undefined && fresh.length === 0) return { summary: usable.text };
  const plain = () => outline(fresh, usable?.text, tokens * summaryShare);
  if (summarise === undefined) return { summary: plain() };
  try {
    const text = (await summarise(fresh, usable?.text)).trim();
    if (text === '') return { summary: plain(), warning: 'The summary of the conversation came back empty.' };
    return { summary: text, made: { text, turns: older.length } };
  } catch (error) {
    signal?.throwIfAborted();
    return { summary: plain(), warning: `The conversation could not be summarised: ${errorMessage(error)}` };
  }
}

/** The newest turns that fit; the last one always, its answer cut where it must be: a follow-up is about it. */
function fitting<Past extends PastTurn>(turns: readonly Past[], tokens: number): readonly Past[] {
  const kept: Past[] = [];
  let left = tokens;
  for (const turn of turns.toReversed()) {
    const asked = estimateTokens(turn.question);
    const takes = asked + estimateTokens(turn.answer);
    if (takes > left && kept.length > 0) break;
    kept.unshift(takes > left ? { ...turn, answer: withinTokens(turn.answer, left - asked) } : turn);
    left -= takes;
  }
  return kept;
}

function withinTokens(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text;
  let end = Math.min(text.length, Math.max(shortestAnswer, Math.floor(tokens * 4)));
  // Other scripts take more tokens for their characters.
  while (end > shortestAnswer && estimateTokens(text.slice(0, end)) >= tokens) end = Math.floor(end * 0.9);
  if (end >= text.length) return text;
  // Never half of a character beyond the first plane.
  return `${text
    .slice(0, end)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()}…`;
}
