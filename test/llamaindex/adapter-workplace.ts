import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeRelationship, TextNode } from 'llamaindex';
import { DocentEmbedding } from '../../src/llamaindex/docent-embedding.js';
import { DocentVectorStore } from '../../src/llamaindex/docent-vector-store.js';
import type { IndexReader, IndexWriter } from '../../src/store/index-store.js';
import { openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import { TopicEmbedder } from './topic-embedder.js';

export interface NodeParts {
  readonly id: string;
  readonly text: string;
  /** `ref_doc_id`; none where it is absent. */
  readonly source?: string;
  readonly metadata?: Record<string, unknown>;
}

/** An index on disk with a vector store over it. */
export class AdapterWorkplace {
  readonly embedder = new TopicEmbedder();
  readonly embedModel = new DocentEmbedding(this.embedder);
  readonly folder = mkdtempSync(join(tmpdir(), 'docent-llamaindex-'));
  readonly uri = join(this.folder, 'index');

  async writer(): Promise<IndexWriter> {
    const { name, fingerprint, dimensions } = this.embedder;
    return openIndexWriter(this.uri, { embedder: { name, fingerprint, dimensions }, owner: 'a test' });
  }

  async reader(): Promise<IndexReader> {
    return openIndexReader(this.uri, { embedder: this.embedder });
  }

  store(index: IndexReader | IndexWriter): DocentVectorStore {
    const countTokens = (text: string) => this.embedder.countTokens(text);
    return new DocentVectorStore({ index, embedModel: this.embedModel, countTokens, now: () => 0 });
  }

  /** Nodes with their vectors, as LlamaIndex.TS hands them to a store. */
  async nodes(...parts: readonly NodeParts[]): Promise<TextNode[]> {
    const nodes = parts.map(
      ({ id, text, source, metadata = {} }) =>
        new TextNode({
          id_: id,
          text,
          metadata,
          relationships: source === undefined ? {} : { [NodeRelationship.SOURCE]: { nodeId: source, metadata: {} } },
        }),
    );
    return (await this.embedModel(nodes)) as TextNode[];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
