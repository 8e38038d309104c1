import { type BaseNode, jsonToNode, NodeRelationship, TextNode } from 'llamaindex';
import type { StoredChunk } from '../core/hit.js';

/** Metadata key under which a chunk that LlamaIndex.TS added keeps its node: metadata of chunks holds scalars only. */
export const nodeKey = 'llamaindex_node';

/** Metadata that says which chunk a node is; of no use to an encoder or a language model. */
const identityKeys = ['document_id', 'chunk_id'];
/** Metadata that a node gets from its chunk's place, whatever the document's own metadata says. */
export const placeKeys: readonly string[] = [...identityKeys, 'document', 'title', 'page', 'page_label', 'headings'];

/** Names under which LlamaIndex.TS filters reach a node's `ref_doc_id`. */
export const sourceKeys: readonly string[] = ['doc_id', 'ref_doc_id', 'document_id'];

/** A chunk as the node that it was, or, for a chunk of `docent ingest`, as a `TextNode` that says where it stands. */
export function nodeOf(chunk: StoredChunk): BaseNode {
  const kept = chunk.metadata[nodeKey];
  return typeof kept === 'string' ? jsonToNode({ ...parsed(kept), text: chunk.text }) : textNodeOf(chunk);
}

/** LlamaIndex.TS's `ref_doc_id`: the source of the node, or the node itself where it names none. */
export function refDocIdOf(node: BaseNode): string {
  return node.sourceNode?.nodeId ?? node.id_;
}

function textNodeOf(chunk: StoredChunk): TextNode {
  const { document } = chunk;
  return new TextNode({
    id_: chunk.id,
    text: chunk.text,
    startCharIdx: chunk.start,
    endCharIdx: chunk.end,
    metadata: {
      ...chunk.metadata,
      chunk_id: chunk.id,
      document_id: chunk.documentId,
      document: document.name,
      title: document.title,
      page: chunk.pageStart,
      page_label: chunk.pageLabel,
      headings: chunk.headings.join(' › '),
    },
    excludedEmbedMetadataKeys: identityKeys,
    excludedLlmMetadataKeys: identityKeys,
    relationships: {
      [NodeRelationship.SOURCE]: {
        nodeId: chunk.documentId,
        metadata: { file_name: document.name, title: document.title, format: document.format },
      },
    },
  });
}

function parsed(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}
