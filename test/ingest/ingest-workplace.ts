import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createExtractors } from '../../ingest/extractors/registry.js';
import { type IngestOptions, ingest } from '../../ingest/ingest.js';
import type { IngestSummary } from '../../ingest/ingest-summary.js';
import { FileJournal } from '../../ingest/journal.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { openIndexWriter } from '../../src/store/open-index.js';
import { CountingEmbedder } from '../fakes/counting-embedder.js';
import { type IndexSnapshot, indexSnapshot } from './index-snapshot.js';

export interface Run extends Partial<Omit<IngestOptions, 'writer' | 'journal' | 'embedder'>> {
  readonly embedder?: CountingEmbedder;
  /** Puts something between the ingest and the index. */
  readonly wrapWriter?: (writer: IndexWriter) => IndexWriter;
}

/** A folder of documents and an index on disk, with the real extractors, journal and store. */
export class IngestWorkplace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'docent-ingest-')));
  readonly folder = join(this.root, 'documents');
  readonly uri = join(this.root, 'index');
  readonly journalPath = join(this.uri, 'journal.jsonl');
  readonly embedder = new CountingEmbedder();

  constructor() {
    mkdirSync(this.folder);
  }

  /** Writes files: name → content; undefined removes. */
  have(files: Readonly<Record<string, string | Uint8Array | undefined>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (content === undefined) rmSync(path, { recursive: true });
      else writeFileSync(path, content);
    }
  }

  /** One ingest from opening to closing the index, as the command line does it. */
  async ingest({ embedder = this.embedder, wrapWriter = (writer) => writer, ...options }: Run = {}) {
    const { name, fingerprint, dimensions } = embedder;
    const writer = await openIndexWriter(this.uri, { embedder: { name, fingerprint, dimensions }, owner: 'test' });
    const extractors = createExtractors();
    try {
      return await ingest({
        index: 'test',
        paths: [this.folder],
        extractors,
        loadEmbedder: async () => embedder,
        ...options,
        writer: wrapWriter(writer),
        journal: await this.journal(),
        embedder,
      });
    } finally {
      for (const extractor of extractors) await extractor.close?.();
      await writer.close();
    }
  }

  journal(): Promise<FileJournal> {
    return FileJournal.open(this.journalPath);
  }

  snapshot(): Promise<IndexSnapshot> {
    return indexSnapshot(this.uri);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Counts that are not zero. */
export function happened({ files }: IngestSummary): Record<string, number> {
  const { seen: _, ...counts } = files;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
