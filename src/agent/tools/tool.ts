import type { z } from 'zod';
import type { Hit } from '../../core/hit.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import type { WebSession } from '../web/web-session.js';

/** What a tool may use of the run that calls it. */
export interface ToolContext {
  /** Fires when the run is stopped or its time is up; every wait must heed it. */
  readonly signal: AbortSignal;
  readonly index: IndexSearch;
  /** Searches the index within the question's filter. */
  readonly search: (query: string, k: number) => Promise<readonly Hit[]>;
  /** The passage that the model knows by this number. */
  readonly passage: (number: number) => Hit | undefined;
  /** Notes a search; false where it was made before. */
  readonly isNewQuery: (query: string, kind?: string) => boolean;
  /** Absent where the web may not be used. */
  readonly web?: WebSession | undefined;
  /** Asks the person who waits for the answer; absent where nobody can be asked. */
  readonly askUser?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
}

/** A text from elsewhere than the index that an answer may cite. */
export interface SourceText {
  readonly title: string;
  readonly text: string;
  /** Where it comes from: an address, or the tool's name. */
  readonly uri: string;
  /** ISO 8601. */
  readonly accessedAt?: string;
  /** `web` for what anybody could have written; default: `tool`. */
  readonly kind?: 'tool' | 'web';
  /** Where the text begins in the whole that `documentId` names. Default: 0 of the text itself. */
  readonly start?: number;
  readonly documentId?: string;
}

export interface ToolResult {
  /** What the model reads. Passages and sources are numbered and added to it. */
  readonly text: string;
  /** Passages of the index: evidence from now on. */
  readonly hits?: readonly Hit[];
  /** Other texts that may be cited: evidence from now on. */
  readonly sources?: readonly SourceText[];
  /** The agent has what it wants. */
  readonly isFinal?: boolean;
}

/**
 * Something the agent can do. `execute` throws a DocentError for what the model can mend: its message becomes the
 * observation, and the run goes on.
 */
export interface Tool<Schema extends z.ZodType = z.ZodType> {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  /** What it does and when to use it, for the model. */
  readonly description: string;
  /** Must describe an object. */
  readonly argumentsSchema: Schema;
  execute(args: z.output<Schema>, context: ToolContext): Promise<ToolResult>;
}

/** Gives `execute` the types of its schema. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): Tool {
  // The loop validates arguments against the schema before it calls.
  return tool as unknown as Tool;
}
