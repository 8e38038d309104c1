import type { BaseNode, TextNode } from 'llamaindex';
import { type Chunk, searchableText } from '../src/core/chunk.js';
import type { Metadata } from '../src/core/document.js';
import { DocentError, errorMessage } from '../src/core/errors.js';
import { hashOf } from '../src/core/hash.js';
import { scalarMetadata } from './llamaindex-metadata.js';
import { type Slice, slicesOf } from './llamaindex-slices.js';

/**
 * Any LlamaIndex.TS transformation: takes nodes, gives nodes. It may drop nodes or leave them without text, add metadata
 * (which is then searched too, unless excluded from embedding) or remove it, split a node's text, or rewrite it (the
 * rewriting is searched; citations still quote the document).
 */
export interface NodeTransformation {
  (nodes: BaseNode[]): BaseNode[] | Promise<BaseNode[]>;
  /** Names its version: documents are ingested again when it changes. LlamaIndex.TS's random ids are not heeded. */
  readonly id?: string;
  readonly name?: string;
}

interface NodeOrigin {
  readonly chunk: Chunk;
  /** The metadata that its node was given. */
  readonly given: Metadata;
}

/** Keys that say which chunk a node is; of no use to an encoder or a language model. */
const identityKeys = ['chunk_id', 'document_id'];
const placeKeys = ['document', 'page', 'headings'];

/**
 * Passes chunks through the transformations as LlamaIndex.TS `TextNode`s.
 * @throws DocentError `ingest-failed` where a transformation fails, or gives a node that cannot be traced to its chunk
 */
export async function transformChunks(
  chunks: readonly Chunk[],
  documentName: string,
  transformations: readonly NodeTransformation[],
): Promise<Chunk[]> {
  const { TextNode, MetadataMode } = await import('llamaindex');
  const origins = new Map(chunks.map((chunk) => [chunk.id, { chunk, given: givenMetadata(chunk, documentName) }]));
  let nodes: BaseNode[] = [...origins.values()].map((origin) => new TextNode(nodeOf(origin)));
  for (const transformation of transformations) {
    nodes = await applied(transformation, nodes);
    for (const node of nodes) origins.set(node.id_, originOf(node, origins, transformation));
  }
  const byOrigin = new Map<string, { readonly origin: NodeOrigin; readonly nodes: [BaseNode, string][] }>();
  for (const node of nodes) {
    const origin = origins.get(node.id_);
    const text = node.getContent(MetadataMode.NONE);
    if (origin === undefined || text === '') continue;
    const known = byOrigin.get(origin.chunk.id) ?? { origin, nodes: [] };
    known.nodes.push([node, text]);
    byOrigin.set(origin.chunk.id, known);
  }
  return inOrder([...byOrigin.values()].flatMap(chunksOf));
}

/** Every object of a LlamaIndex.TS class gets such an id. */
const randomId = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/** What a transformation is known by from run to run: its id, or its class with its settings, or its name. */
export function transformationName(transformation: NodeTransformation): string {
  const { id, name } = transformation;
  const kind = transformation.constructor.name;
  if (id !== undefined && !randomId.test(id)) return id;
  if (/^(?:Async)?Function$/u.test(kind)) return name ?? 'transformation';
  const settings = Object.entries(transformation)
    .filter(([key, value]) => key !== 'id' && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}=${value}`);
  return `${kind}(${settings.sort((left, right) => (left < right ? -1 : 1)).join(', ')})`;
}

async function applied(transformation: NodeTransformation, nodes: BaseNode[]): Promise<BaseNode[]> {
  try {
    const result: unknown = await transformation(nodes);
    if (Array.isArray(result)) return result as BaseNode[];
    throw new TypeError('it gave no list of nodes');
  } catch (cause) {
    const message = `The transformation ${transformationName(transformation)} failed: ${errorMessage(cause)}.`;
    throw new DocentError('ingest-failed', message, { cause });
  }
}

/** By the metadata that parsers hand on to the nodes they cut, or by the node's id, or by that of the node it is from. */
function originOf(
  node: BaseNode,
  origins: ReadonlyMap<string, NodeOrigin>,
  transformation: NodeTransformation,
): NodeOrigin {
  const named = (node.metadata as Record<string, unknown>).chunk_id;
  const keys = [named, node.id_, node.sourceNode?.nodeId].filter((key) => typeof key === 'string');
  const origin = keys.map((key) => origins.get(key)).find((found) => found !== undefined);
  if (origin !== undefined) return origin;
  const message = `A node from the transformation ${transformationName(transformation)} belongs to no chunk.`;
  throw new DocentError('ingest-failed', message, {
    hint: 'A new node needs the metadata "chunk_id" of the node it was made from, or that node as its source.',
  });
}

function givenMetadata(chunk: Chunk, documentName: string): Metadata {
  return {
    ...chunk.metadata,
    chunk_id: chunk.id,
    document_id: chunk.documentId,
    document: documentName,
    page: chunk.pageStart,
    headings: chunk.headings.join(' › '),
  };
}

function nodeOf({ chunk, given }: NodeOrigin): ConstructorParameters<typeof TextNode>[0] {
  return {
    id_: chunk.id,
    text: chunk.text,
    startCharIdx: chunk.start,
    endCharIdx: chunk.end,
    metadata: { ...given },
    excludedEmbedMetadataKeys: [...identityKeys, ...placeKeys],
    excludedLlmMetadataKeys: [...identityKeys],
  };
}

function chunksOf({ origin, nodes }: { readonly origin: NodeOrigin; readonly nodes: readonly [BaseNode, string][] }) {
  const slices = slicesOf(
    origin.chunk.text,
    nodes.map(([, text]) => text),
  );
  return nodes.map(([node, text], index) => chunkOf(node, origin, { text, slice: slices[index] }));
}

interface NodeText {
  readonly text: string;
  /** Where the text stands in the chunk; undefined where it is another text. */
  readonly slice: Slice | undefined;
}

function chunkOf(node: BaseNode, { chunk, given }: NodeOrigin, { text, slice }: NodeText): Chunk {
  const stated = node.metadata as Record<string, unknown>;
  const added = scalarMetadata(
    Object.fromEntries(Object.entries(stated).filter(([key, value]) => given[key] !== value)),
  );
  // A node that lost its chunk's id was never given the chunk's metadata.
  const isGone = (key: string) => Object.hasOwn(stated, 'chunk_id') && !Object.hasOwn(stated, key);
  const kept = Object.entries(chunk.metadata).filter(([key]) => !isGone(key));
  const metadata = { ...Object.fromEntries(kept), ...added };
  const said = Object.keys(added)
    .filter((key) => !node.excludedEmbedMetadataKeys.includes(key))
    .map((key) => `${key}: ${Array.isArray(stated[key]) ? stated[key].join(', ') : added[key]}`);
  const context = [chunk.context, ...said, ...(slice === undefined ? [text] : [])]
    .filter((line) => line !== '')
    .join('\n');
  const { start, end } = slice ?? { start: 0, end: chunk.text.length };
  return withContext({ ...chunk, metadata }, context, { start, end });
}

/** The chunk itself where nothing about it was changed; two nodes that say different things of one slice stay two. */
function withContext(chunk: Chunk, context: string, { start, end }: Slice): Chunk {
  const text = chunk.text.slice(start, end);
  if (context === chunk.context && text.length === chunk.text.length) return chunk;
  const span = [String(chunk.start + start), String(chunk.start + end), text];
  return {
    ...chunk,
    id: hashOf(chunk.documentId, ...span, ...(context === chunk.context ? [] : [context])).slice(0, 24),
    text,
    start: chunk.start + start,
    end: chunk.start + end,
    context,
    tokens: Math.ceil((chunk.tokens * text.length) / chunk.text.length),
    hash: hashOf(context, text).slice(0, 32),
  };
}

function inOrder(chunks: Chunk[]): Chunk[] {
  return chunks
    .sort((left, right) => left.start - right.start || left.end - right.end)
    .map((chunk, ordinal) => (chunk.ordinal === ordinal ? chunk : { ...chunk, ordinal }));
}

/** Two transformed slices with the same place and text would share an id: only the first is kept. */
export function withoutRepeatedIds(chunks: readonly Chunk[]): Chunk[] {
  const seen = new Set<string>();
  return chunks.filter(
    (chunk) => searchableText(chunk) !== '' && !seen.has(chunk.id) && seen.add(chunk.id) !== undefined,
  );
}
