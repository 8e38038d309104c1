import type { BaseNode, TextNode } from 'llamaindex';
import { type Chunk, searchableText } from '../src/core/chunk.js';
import type { Metadata, MetadataValue } from '../src/core/document.js';
import { hashOf } from '../src/core/hash.js';

/**
 * Any LlamaIndex.TS transformation: takes nodes, gives nodes. It may drop nodes, add metadata (which is then searched
 * too), split a node's text, or rewrite it (the rewriting is searched; citations still quote the document).
 */
export interface NodeTransformation {
  (nodes: BaseNode[]): BaseNode[] | Promise<BaseNode[]>;
  readonly id?: string;
  readonly name?: string;
}

/** Our own keys in a node's metadata; they are not searched as text. */
const ownKeys = ['document_id', 'document', 'title', 'page', 'headings', 'chunk_id'] as const;

/** Passes chunks through the transformations as LlamaIndex.TS `TextNode`s. */
export async function transformChunks(
  chunks: readonly Chunk[],
  documentName: string,
  transformations: readonly NodeTransformation[],
): Promise<Chunk[]> {
  const { TextNode, MetadataMode } = await import('llamaindex');
  let nodes: BaseNode[] = chunks.map((chunk) => new TextNode(nodeOf(chunk, documentName)));
  for (const transformation of transformations) nodes = await transformation(nodes);
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  const result: Chunk[] = [];
  for (const node of nodes) {
    const chunk = byId.get(String((node.metadata as Record<string, unknown>).chunk_id ?? node.id_));
    if (chunk !== undefined)
      result.push(chunkOf(node, chunk, { text: node.getContent(MetadataMode.NONE), ordinal: result.length }));
  }
  return result;
}

function nodeOf(chunk: Chunk, documentName: string): ConstructorParameters<typeof TextNode>[0] {
  return {
    id_: chunk.id,
    text: chunk.text,
    startCharIdx: chunk.start,
    endCharIdx: chunk.end,
    metadata: {
      ...chunk.metadata,
      chunk_id: chunk.id,
      document_id: chunk.documentId,
      document: documentName,
      page: chunk.pageStart,
      headings: chunk.headings.join(' › '),
    },
    excludedEmbedMetadataKeys: [...ownKeys],
    excludedLlmMetadataKeys: ['chunk_id', 'document_id'],
  };
}

interface NodeText {
  readonly text: string;
  readonly ordinal: number;
}

function chunkOf(node: BaseNode, chunk: Chunk, { text, ordinal }: NodeText): Chunk {
  const added = addedMetadata(node, chunk);
  const offset = text === chunk.text ? 0 : chunk.text.indexOf(text);
  const isSlice = text !== '' && offset >= 0;
  if (isSlice && text.length === chunk.text.length && Object.keys(added).length === 0) {
    return ordinal === chunk.ordinal ? chunk : { ...chunk, ordinal };
  }
  const start = isSlice ? chunk.start + offset : chunk.start;
  const sliced = isSlice ? text : chunk.text;
  const said = Object.entries(added).map(([key, value]) => `${key}: ${value}`);
  const context = [chunk.context, ...said, ...(isSlice || text === '' ? [] : [text])].join('\n');
  const end = start + sliced.length;
  return {
    ...chunk,
    id: hashOf(chunk.documentId, String(start), String(end), sliced).slice(0, 24),
    ordinal,
    text: sliced,
    start,
    end,
    context,
    hash: hashOf(context, sliced).slice(0, 32),
    metadata: { ...chunk.metadata, ...added },
  };
}

/** Metadata that a transformation has put in; lists and objects as JSON. */
function addedMetadata(node: BaseNode, chunk: Chunk): Metadata {
  const entries = Object.entries(node.metadata as Record<string, unknown>)
    .filter(([key, value]) => value !== undefined && value !== null && !(ownKeys as readonly string[]).includes(key))
    .filter(([key, value]) => chunk.metadata[key] !== value)
    .map(([key, value]): [string, MetadataValue] => [key, isScalar(value) ? value : JSON.stringify(value)]);
  return Object.fromEntries(entries);
}

function isScalar(value: unknown): value is MetadataValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Two transformed slices with the same place and text would share an id: only the first is kept. */
export function withoutRepeatedIds(chunks: readonly Chunk[]): Chunk[] {
  const seen = new Set<string>();
  return chunks.filter(
    (chunk) => searchableText(chunk) !== '' && !seen.has(chunk.id) && seen.add(chunk.id) !== undefined,
  );
}
