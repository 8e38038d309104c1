import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DocentError, systemErrorCode } from '../../core/errors.js';
import {
  byLastUse,
  type Conversation,
  type ConversationSummary,
  conversationHead,
  conversationOf,
  type Turn,
} from './conversation.js';
import { conversationFileError } from './conversation-file-error.js';
import { readConversationLines, summaryLine, turnLine } from './conversation-lines.js';
import {
  type ConversationPage,
  type ConversationStore,
  conversationNotFound,
  isConversationId,
} from './conversation-store.js';

/** Thousands of turns; a conversation is read whole at each question. */
const largestFile = 4 * 1024 * 1024;
const ending = '.jsonl';
const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

export interface FileConversationOptions {
  /** The index's own folder; must exist. */
  readonly indexFolder: string;
  /** Its name. */
  readonly index: string;
  /** Of one conversation. Default: 4 MiB. */
  readonly maximumBytes?: number;
}

/**
 * One file of JSON lines for each conversation, in `conversations/` inside the index's folder, readable by its owner only.
 * A line is one write at the end of the file, so that several processes can add to one conversation.
 */
export class FileConversationStore implements ConversationStore {
  readonly #folder: string;
  readonly #index: string;
  readonly #maximumBytes: number;

  constructor({ indexFolder, index, maximumBytes = largestFile }: FileConversationOptions) {
    this.#folder = join(indexFolder, 'conversations');
    this.#index = index;
    this.#maximumBytes = maximumBytes;
  }

  async begin(turn: Turn): Promise<Conversation> {
    const id = randomUUID();
    await this.#guarded(id, async () => {
      await this.#makeFolder();
      await this.#write(id, turnLine(turn), O_CREAT | O_EXCL);
    });
    return conversationOf({ id, index: this.#index }, [turn]) ?? this.#unknown(id);
  }

  async append(id: string, turn: Turn): Promise<void> {
    await this.#guarded(id, () => this.#write(id, turnLine(turn)));
  }

  async keepSummary(id: string, summary: ConversationSummary): Promise<void> {
    await this.#guarded(id, () => this.#write(id, summaryLine(summary)));
  }

  async read(id: string): Promise<Conversation> {
    return this.#guarded(id, async () => {
      const { turns, summary } = readConversationLines(await readFile(this.#path(id), 'utf8'));
      return conversationOf({ id, index: this.#index }, turns, summary) ?? this.#unknown(id);
    });
  }

  async list({
    limit = 100,
    offset = 0,
  }: {
    limit?: number | undefined;
    offset?: number | undefined;
  } = {}): Promise<ConversationPage> {
    const heads = [];
    for (const id of await this.#ids()) {
      const conversation = await this.read(id).catch(goneMeanwhile);
      if (conversation !== undefined) heads.push(conversationHead(conversation));
    }
    heads.sort(byLastUse);
    return { conversations: heads.slice(offset, offset + limit), total: heads.length };
  }

  async delete(id: string): Promise<void> {
    await this.#guarded(id, () => unlink(this.#path(id)));
  }

  #path(id: string): string {
    if (!isConversationId(id)) this.#unknown(id);
    return join(this.#folder, `${id}${ending}`);
  }

  #unknown(id: string): never {
    throw conversationNotFound(id, this.#index);
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw conversationFileError(error, this.#folder);
    });
    const ids = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    return ids.filter(isConversationId);
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#folder, { mode: 0o700 });
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw conversationFileError(error, this.#folder);
    }
  }

  /** On disk before it resolves. */
  async #write(id: string, line: string, creating = 0): Promise<void> {
    const path = this.#path(id);
    const bytes = Buffer.from(line);
    const file = await open(path, O_WRONLY | O_APPEND | creating, 0o600);
    try {
      const { size } = await file.stat();
      if (size + bytes.length > this.#maximumBytes) throw this.#full(id);
      // One write and not `appendFile`, which goes on after a short one: another process may have written meanwhile.
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) throw Object.assign(new Error('a line was cut off'), { code: 'ENOSPC' });
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  #full(id: string): DocentError {
    const limit = `${(this.#maximumBytes / 1024).toLocaleString('en')} kB`;
    return new DocentError('conversation-full', `The conversation ${id} has reached its limit of ${limit}.`, {
      hint: 'Begin a new conversation; this one stays readable.',
    });
  }

  async #guarded<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return this.#unknown(id);
      throw conversationFileError(error, this.#folder);
    }
  }
}

function goneMeanwhile(error: unknown): undefined {
  if (error instanceof DocentError && error.code === 'conversation-not-found') return undefined;
  throw error;
}
