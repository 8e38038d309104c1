import { type BaseNode, MetadataMode, ObjectType, type TextNode } from 'llamaindex';
import type { EmbeddedChunk } from '../core/chunk.js';
import type { Metadata, MetadataValue } from '../core/document.js';
import { DocentError, errorMessage } from '../core/errors.js';
import { hashOf } from '../core/hash.js';
import { nodeKey, refDocIdOf } from './chunk-node.js';

/** What of a chunk its node alone decides; its place in the document comes from the nodes around it. */
export type NodeFields = Pick<EmbeddedChunk, 'id' | 'text' | 'context' | 'tokens' | 'hash' | 'metadata' | 'vector'>;

export interface NodeContent {
  readonly fields: NodeFields;
  readonly refDocId: string;
  /** The node's own metadata, whole. */
  readonly stated: Readonly<Record<string, unknown>>;
}

export interface ContentOptions {
  /** Length of the index's vectors. */
  readonly dimensions: number;
  readonly countTokens: (text: string) => number;
}

const textTypes: readonly string[] = [ObjectType.TEXT, ObjectType.DOCUMENT, ObjectType.INDEX];

/**
 * What is stored of a node; undefined for a node with nothing in it, which no search could find.
 * @throws DocentError `invalid-request` for a node without a vector, with one that does not fit or is all zeros, that is
 *   not text, or whose metadata is not JSON
 */
export function contentOf(node: BaseNode, { dimensions, countTokens }: ContentOptions): NodeContent | undefined {
  if (!textTypes.includes(node.type)) throw refused(node, `is of type ${node.type}; the index holds texts`);
  const { text } = node as TextNode;
  const context = node.getMetadataStr(MetadataMode.EMBED);
  const vector = unitVectorOf(node, dimensions);
  if (vector === undefined) {
    if (`${context}${text}`.trim() === '') return undefined;
    throw refused(node, 'has a vector of zeros, which is similar to nothing');
  }
  const stated = node.metadata as Record<string, unknown>;
  const fields: NodeFields = {
    id: node.id_,
    text,
    context,
    tokens: countTokens(`${context}\n${text}`),
    // Equal hashes must mean equal vectors, and who made this vector is not known here.
    hash: hashOf(context, text, Buffer.from(vector.buffer).toString('base64')).slice(0, 32),
    metadata: { ...scalarsOf(stated), [nodeKey]: jsonOf(node) },
    vector,
  };
  return { fields, refDocId: refDocIdOf(node), stated };
}

/** At unit length, as the index holds vectors; undefined for a vector of zeros. */
function unitVectorOf(node: BaseNode, dimensions: number): Float32Array | undefined {
  const { embedding } = node;
  if (embedding === undefined) throw refused(node, 'has no embedding');
  if (embedding.length !== dimensions) {
    throw refused(node, `has a vector of ${embedding.length} values; this index holds ${dimensions} per vector`);
  }
  const length = Math.hypot(...embedding);
  if (!Number.isFinite(length)) throw refused(node, 'has a vector with values that are not finite');
  return length === 0 ? undefined : Float32Array.from(embedding, (value) => value / length);
}

/** The whole node but for its text and vector, which the chunk has. */
function jsonOf(node: BaseNode): string {
  try {
    return JSON.stringify({ ...node.toJSON(), text: undefined, embedding: undefined });
  } catch (cause) {
    throw refused(node, `cannot be written as JSON (${errorMessage(cause)})`, cause);
  }
}

/** So that docent's own filters reach them, too. */
function scalarsOf(metadata: Readonly<Record<string, unknown>>): Metadata {
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, MetadataValue] => isScalar(entry[1])),
  );
}

function isScalar(value: unknown): value is MetadataValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function refused(node: BaseNode, reason: string, cause?: unknown): DocentError {
  return new DocentError('invalid-request', `The node ${node.id_} of ${refDocIdOf(node)} ${reason}.`, {
    hint: 'Embed text nodes with the embedding model of this index; nothing of this batch was written.',
    cause,
  });
}
