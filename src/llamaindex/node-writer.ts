import type { BaseNode } from 'llamaindex';
import type { IndexWriter } from '../store/index-store.js';
import { Mutex } from '../store/mutex.js';
import { contentOf, type NodeContent } from './node-content.js';
import { type PlacedDocument, withNodes } from './node-placement.js';
import { documentIdsOf, emptyDocument, readPlaced } from './placed-documents.js';

/** As many as `docent ingest` gathers for one commit. */
const nodesPerCommit = 2000;

export interface NodeWriterOptions {
  readonly countTokens: (text: string) => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Adds and deletes LlamaIndex.TS nodes, one call at a time: adding reads a document and writes it back. */
export class NodeWriter {
  readonly #index: IndexWriter;
  readonly #options: NodeWriterOptions;
  readonly #calls = new Mutex();
  #hasChanges = false;

  constructor(index: IndexWriter, options: NodeWriterOptions) {
    this.#index = index;
    this.#options = options;
  }

  /**
   * Adds nodes to the documents that they come from; a node whose id is there already is replaced, wherever it was.
   * All nodes are checked before the first is written; a document gets its nodes whole or not at all.
   */
  async add(nodes: readonly BaseNode[]): Promise<void> {
    const { embedder } = await this.#index.manifest();
    const options = { dimensions: embedder.dimensions, countTokens: this.#options.countTokens };
    const contents = nodes.map((node) => contentOf(node, options)).filter((content) => content !== undefined);
    // Of two nodes with one id the later one counts.
    const unique = [...new Map(contents.map((content) => [content.fields.id, content])).values()];
    await this.#calls.run(async () => {
      this.#hasChanges = true;
      for (const batch of batchesOf(unique)) await this.#write(batch);
    });
  }

  async delete(refDocId: string): Promise<void> {
    await this.#calls.run(() => {
      this.#hasChanges = true;
      return this.#index.deleteDocuments(documentIdsOf(refDocId));
    });
  }

  /**
   * Covers all that was added by the full-text index. LanceDB 0.31 counts each repetition of a word in rows outside it as
   * one more row with the word: a word that occurs more often than there are rows is then not found at all.
   */
  async settle(): Promise<void> {
    await this.#calls.run(async () => {
      if (this.#hasChanges) await this.#index.compact({ force: true });
      this.#hasChanges = false;
    });
  }

  async #write(batch: readonly NodeContent[]): Promise<void> {
    const at = new Date(this.#options.now()).toISOString();
    const gone = new Set(batch.map(({ fields }) => fields.id));
    const placed = await this.#placed(batch, at);
    const records = [...placed.values()]
      .filter(({ nodes, chunks }) => nodes.length > 0 || chunks.some(({ id }) => gone.has(id)))
      .map(({ nodes, ...document }) => withNodes(document, nodes, { gone, at }));
    await this.#index.replaceDocuments(records.filter(({ chunks }) => chunks.length > 0));
    // The last node of these has moved to another document.
    const empty = records.filter(({ chunks }) => chunks.length === 0);
    await this.#index.deleteDocuments(empty.map(({ document }) => document.id));
  }

  /** Documents that the nodes go into or come from, with the nodes that go into each. */
  async #placed(
    batch: readonly NodeContent[],
    at: string,
  ): Promise<Map<string, PlacedDocument & { nodes: NodeContent[] }>> {
    const homes = (await this.#index.getChunks(batch.map(({ fields }) => fields.id))).map(
      ({ documentId }) => documentId,
    );
    const targets = batch.flatMap(({ refDocId }) => documentIdsOf(refDocId));
    const stored = await readPlaced(this.#index, [...new Set([...homes, ...targets])]);
    const placed = new Map([...stored].map(([id, document]) => [id, { ...document, nodes: [] as NodeContent[] }]));
    for (const node of batch) {
      const ids = documentIdsOf(node.refDocId);
      // One of docent's own documents goes before one that an equal id made.
      const id = ids.findLast((each) => placed.has(each)) ?? ids[0] ?? '';
      const document = placed.get(id) ?? { ...emptyDocument(node, at), nodes: [] };
      document.nodes.push(node);
      placed.set(id, document);
    }
    return placed;
  }
}

/** Few enough nodes for one commit; those of one document are never divided. */
function batchesOf(contents: readonly NodeContent[]): NodeContent[][] {
  const documents = new Map<string, NodeContent[]>();
  for (const content of contents) {
    const known = documents.get(content.refDocId);
    if (known === undefined) documents.set(content.refDocId, [content]);
    else known.push(content);
  }
  const batches: NodeContent[][] = [];
  for (const nodes of documents.values()) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= nodesPerCommit) batches.push([...nodes]);
    else last.push(...nodes);
  }
  return batches;
}
