import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runIngest } from '../../server/cli/run-ingest.js';
import { type Config, loadConfig } from '../../src/core/config.js';
import { IndexCatalog, indexUri, type OpenIndex } from '../../src/retrieval/index-catalog.js';
import { openIndexWriter } from '../../src/store/open-index.js';

const indexName = 'small';

/** A folder of documents and its index on disk, made by the product's own ingest with the bundled encoder. */
export class SmallIndex {
  readonly #root = mkdtempSync(join(tmpdir(), 'docent-small-'));
  readonly #config: Config = loadConfig({ DOCENT_INDEXES: join(this.#root, 'indexes') });
  readonly #catalog = new IndexCatalog(this.#config);

  /** Ingests a folder that exists, or files that are written first: name → content. */
  async ingest(documents: string | Readonly<Record<string, string>>): Promise<OpenIndex> {
    const folder = typeof documents === 'string' ? documents : this.#write(documents);
    const { files } = await runIngest({ config: this.#config, index: indexName, paths: [folder] });
    if (files.failed > 0) throw new Error(`${files.failed} documents could not be ingested.`);
    return this.open();
  }

  open(name = indexName): Promise<OpenIndex> {
    return this.#catalog.open(name);
  }

  embedder() {
    return this.#catalog.embedder();
  }

  /** The same chunks without a mention graph, as an ingest leaves them that was stopped before it linked them. */
  async copyWithoutMentions(): Promise<OpenIndex> {
    const copy = `${indexName}-unlinked`;
    const uri = indexUri(this.#config, copy);
    cpSync(indexUri(this.#config, indexName), uri, { recursive: true });
    const writer = await openIndexWriter(uri, { embedder: await this.embedder(), owner: 'test' });
    try {
      const { rows } = await writer.mentionState();
      await writer.replaceMentions(
        [],
        rows.map(({ id }) => id),
      );
    } finally {
      await writer.close();
    }
    return this.open(copy);
  }

  async remove(): Promise<void> {
    await this.#catalog.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  #write(files: Readonly<Record<string, string>>): string {
    const folder = join(this.#root, 'documents');
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return folder;
  }
}
