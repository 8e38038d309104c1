import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DocentError, errorMessage, systemErrorCode } from '../../core/errors.js';
import { pageId } from './page-passages.js';
import type { ReadPage } from './web-access.js';

const keptSchema = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  /** ISO 8601. */
  accessedAt: z.string(),
});

/** A page as it stood when an answer cited it. */
export type KeptPage = z.infer<typeof keptSchema>;

/** The texts of cited web pages, beside the index: a page changes, and a quote must stay checkable. */
export class KeptPages {
  readonly #folder: string;

  constructor(indexFolder: string) {
    this.#folder = join(indexFolder, 'web-pages');
  }

  /** @throws DocentError `disk-full`, `index-not-writable` */
  async keep(page: ReadPage): Promise<void> {
    const id = pageId(page);
    const { url, title, text, accessedAt } = page;
    const path = join(this.#folder, `${id}.json`);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const unfinished = `${path}.${process.pid}.tmp`;
      await writeFile(unfinished, JSON.stringify({ id, url, title, text, accessedAt }), { mode: 0o600 });
      await rename(unfinished, path);
    } catch (cause) {
      const code = systemErrorCode(cause) === 'ENOSPC' ? 'disk-full' : 'index-not-writable';
      throw new DocentError(code, `The page ${url} was not kept beside the index: ${errorMessage(cause)}`, { cause });
    }
  }

  /** @throws DocentError `document-not-found` */
  async read(id: string): Promise<KeptPage> {
    // The form of an id, so that no path can be made of it.
    const text = /^[\da-f]{16}$/u.test(id)
      ? await readFile(join(this.#folder, `${id}.json`), 'utf8').catch(() => '')
      : '';
    const parsed = text === '' ? undefined : keptSchema.safeParse(JSON.parse(text));
    if (parsed?.success === true) return parsed.data;
    throw new DocentError(
      'document-not-found',
      `No web page ${JSON.stringify(id.slice(0, 40))} is kept beside this index.`,
      {
        hint: 'Pages are kept when an answer cites them; its citation tells the id as documentId.',
      },
    );
  }
}
