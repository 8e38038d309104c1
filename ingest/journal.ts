import { appendFile, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Why a file is not in the index as it is now; kept until it succeeds or is gone. */
export interface FileFailure {
  readonly uri: string;
  readonly name: string;
  readonly code: string;
  readonly reason: string;
  readonly hint?: string | undefined;
  /** ISO 8601. */
  readonly at: string;
}

/** How the mention graph stands to the documents; `half-made`: a refresh of it was begun and not finished. */
const linkStates = ['current', 'outdated', 'half-made'] as const;
export type LinkState = (typeof linkStates)[number];

/** What an interrupted ingest leaves for the next one to finish. */
export interface Journal {
  /** Documents whose commit was begun and not finished. */
  pending(): ReadonlySet<string>;
  failures(): readonly FileFailure[];
  /** `outdated` from the first document that is begun. */
  links(): LinkState;
  /** On disk before it resolves. */
  begin(documentIds: readonly string[]): Promise<void>;
  finish(documentIds: readonly string[]): Promise<void>;
  setLinks(state: LinkState): Promise<void>;
  fail(failure: FileFailure): Promise<void>;
  /** The file succeeded, or it is gone. */
  resolveFailure(uri: string): Promise<void>;
  /** Rewrites the journal to what still matters. */
  compact(): Promise<void>;
}

const failureSchema = z.object({
  uri: z.string(),
  name: z.string(),
  code: z.string(),
  reason: z.string(),
  hint: z.string().optional(),
  at: z.string(),
});
const entrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), documents: z.array(z.string()) }),
  z.object({ type: z.literal('finish'), documents: z.array(z.string()) }),
  z.object({ type: z.literal('links'), state: z.enum(linkStates) }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('resolved'), uri: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;

/** A journal in a file of JSON lines; a half-written last line (killed, disk full) is passed over. */
export class FileJournal implements Journal {
  readonly #path: string;
  readonly #pending = new Set<string>();
  readonly #failures = new Map<string, FileFailure>();
  #links: LinkState = 'current';

  private constructor(path: string) {
    this.#path = path;
  }

  static async open(path: string): Promise<FileJournal> {
    const journal = new FileJournal(path);
    for (const entry of await readEntries(path)) journal.#apply(entry);
    return journal;
  }

  pending(): ReadonlySet<string> {
    return new Set(this.#pending);
  }

  failures(): readonly FileFailure[] {
    return [...this.#failures.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  links(): LinkState {
    return this.#links;
  }

  async begin(documentIds: readonly string[]): Promise<void> {
    await this.#write({ type: 'begin', documents: [...documentIds] }, true);
  }

  async finish(documentIds: readonly string[]): Promise<void> {
    await this.#write({ type: 'finish', documents: [...documentIds] });
  }

  /** On disk before it resolves: a refresh that is not known to have begun is not begun anew. */
  async setLinks(state: LinkState): Promise<void> {
    await this.#write({ type: 'links', state }, true);
  }

  async fail(failure: FileFailure): Promise<void> {
    await this.#write({ type: 'failed', failure });
  }

  async resolveFailure(uri: string): Promise<void> {
    if (this.#failures.has(uri)) await this.#write({ type: 'resolved', uri });
  }

  async compact(): Promise<void> {
    const entries: Entry[] = this.failures().map((failure) => ({ type: 'failed', failure }));
    if (this.#pending.size > 0) entries.unshift({ type: 'begin', documents: [...this.#pending] });
    const implied = this.#pending.size > 0 ? 'outdated' : 'current';
    if (this.#links !== implied) entries.push({ type: 'links', state: this.#links });
    const next = `${this.#path}.next`;
    const file = await open(next, 'w');
    try {
      await file.writeFile(entries.map(line).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, this.#path);
  }

  async #write(entry: Entry, sync = false): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    if (sync) {
      const file = await open(this.#path, 'a');
      try {
        await file.appendFile(line(entry));
        await file.datasync();
      } finally {
        await file.close();
      }
    } else {
      await appendFile(this.#path, line(entry));
    }
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.type === 'begin') for (const id of entry.documents) this.#pending.add(id);
    if (entry.type === 'begin' && this.#links === 'current') this.#links = 'outdated';
    if (entry.type === 'links') this.#links = entry.state;
    if (entry.type === 'finish') for (const id of entry.documents) this.#pending.delete(id);
    if (entry.type === 'failed') this.#failures.set(entry.failure.uri, entry.failure);
    if (entry.type === 'resolved') this.#failures.delete(entry.uri);
  }
}

/** A line break comes first: a line that was cut off by a crash then ends there instead of swallowing this one. */
function line(entry: Entry): string {
  return `\n${JSON.stringify(entry)}\n`;
}

async function readEntries(path: string): Promise<Entry[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((each) => {
    const parsed = entrySchema.safeParse(parseJson(each));
    return parsed.success ? [parsed.data] : [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
