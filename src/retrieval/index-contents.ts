import { DocentError } from '../core/errors.js';
import type { IndexManifest, IndexStats, StoredDocument, StoredPage } from '../store/index-store.js';
import type { IndexCatalog } from './index-catalog.js';

export interface IndexSummary {
  readonly name: string;
  readonly manifest: IndexManifest;
  readonly stats: IndexStats;
}

/** A part of a list, of one index. */
export interface DocumentRange {
  /** The configured or only index where none is given. */
  readonly index?: string | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

const defaultLimit = 100;

/** What the indexes hold, for people to look at. */
export class IndexContents {
  readonly #catalog: IndexCatalog;

  constructor(catalog: IndexCatalog) {
    this.#catalog = catalog;
  }

  async summaries(): Promise<readonly IndexSummary[]> {
    const names = await this.#catalog.names();
    return Promise.all(
      names.map(async (name) => {
        const { reader } = await this.#catalog.open(name);
        return { name, manifest: await reader.manifest(), stats: await reader.stats() };
      }),
    );
  }

  async documents({ index, limit = defaultLimit, offset = 0 }: DocumentRange): Promise<{
    readonly index: string;
    readonly documents: readonly StoredDocument[];
    readonly total: number;
  }> {
    const { name, reader } = await this.#catalog.open(index);
    return { index: name, ...(await reader.listDocuments({ limit, offset })) };
  }

  /** One document with its units, or with one of them. @throws DocentError `document-not-found`, `page-not-found` */
  async document(
    id: string,
    { index, page }: { readonly index?: string | undefined; readonly page?: number | undefined },
  ): Promise<{ readonly document: StoredDocument; readonly pages: readonly StoredPage[] }> {
    const { name, reader } = await this.#catalog.open(index);
    const document = await reader.getDocument(id);
    if (document === undefined) {
      throw new DocentError('document-not-found', `There is no document ${id.slice(0, 80)} in the index "${name}".`, {
        hint: 'GET /v1/documents lists the documents and their ids.',
      });
    }
    const pages = await reader.getPages(id, page === undefined ? undefined : [page]);
    if (page !== undefined && pages.length === 0) {
      throw new DocentError('page-not-found', `${document.name} has no unit ${page}; it has ${document.pageCount}.`);
    }
    return { document, pages };
  }
}
