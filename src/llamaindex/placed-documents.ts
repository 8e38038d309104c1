import type { EmbeddedChunk } from '../core/chunk.js';
import { DocentError } from '../core/errors.js';
import { documentIdOf } from '../core/hash.js';
import type { IndexWriter, StoredDocument } from '../store/index-store.js';
import type { NodeContent } from './node-content.js';
import { nodeFormat, type PlacedDocument } from './node-placement.js';

/** Ids of docent's documents: 16 hexadecimal digits. */
const documentId = /^[0-9a-f]{16}$/u;
/** From here on, one reading of all document rows is faster. */
const singleLookups = 20;

/**
 * Documents that a LlamaIndex.TS `ref_doc_id` can mean: the one that its nodes made (`ingest` gives a reader's documents
 * the same), or one of docent's own, whose id its nodes carry.
 */
export function documentIdsOf(refDocId: string): readonly string[] {
  const own = documentIdOf(uriOf(refDocId));
  return documentId.test(refDocId) ? [own, refDocId] : [own];
}

/** A document that has no nodes yet, named by what its first node says of its source. */
export function emptyDocument({ refDocId, stated }: NodeContent, at: string): PlacedDocument {
  const file = [stated.file_name, stated.file_path, stated.source].find(isName);
  const title = [stated.title, stated.document_title].find(isName);
  const name = file ?? title ?? refDocId;
  const document: StoredDocument = {
    id: documentIdOf(uriOf(refDocId)),
    uri: uriOf(refDocId),
    name,
    title: title ?? name,
    format: nodeFormat,
    contentHash: '',
    bytes: 0,
    modifiedAt: at,
    metadata: {},
    settingsFingerprint: nodeFormat,
    pageCount: 0,
    chunkCount: 0,
    ingestedAt: at,
  };
  return { document, pages: [], chunks: [] };
}

/**
 * Documents with all of their chunks and vectors; ids that stand for none are left out.
 * @throws DocentError `index-damaged` where a chunk cannot be read: written back without it, it would be lost
 */
export async function readPlaced(index: IndexWriter, ids: readonly string[]): Promise<Map<string, PlacedDocument>> {
  const documents = await documentsOf(index, ids);
  if (documents.length === 0) return new Map();
  const chunks = await chunksOf(index, documents);
  const placed = documents.map(async (document): Promise<[string, PlacedDocument]> => {
    const own = chunks.filter((chunk) => chunk.documentId === document.id);
    if (own.length !== document.chunkCount) throw unreadable(document, own.length);
    return [document.id, { document, pages: await index.getPages(document.id), chunks: own }];
  });
  return new Map(await Promise.all(placed));
}

async function documentsOf(index: IndexWriter, ids: readonly string[]): Promise<StoredDocument[]> {
  if (ids.length > singleLookups) {
    const wanted = new Set(ids);
    return (await index.allDocuments()).filter(({ id }) => wanted.has(id));
  }
  return (await Promise.all(ids.map((id) => index.getDocument(id)))).filter((each) => each !== undefined);
}

/** The store lists no chunks by document, but a dense search within these documents finds all that have a direction. */
async function chunksOf(index: IndexWriter, documents: readonly StoredDocument[]): Promise<EmbeddedChunk[]> {
  const ids = documents.map(({ id }) => id);
  const { embedder } = await index.manifest();
  const anyDirection = new Float32Array(embedder.dimensions).fill(embedder.dimensions ** -0.5);
  const { chunks: limit } = await index.stats();
  const found = await index.searchDense(anyDirection, { limit, filter: { documentId: { in: ids } } });
  const vectors = await index.vectorsByHash(ids);
  return (await index.getChunks(found.map(({ id }) => id))).flatMap((chunk) => {
    const vector = vectors.get(chunk.hash);
    return vector === undefined ? [] : [{ ...chunk, vector }];
  });
}

function unreadable({ name, chunkCount }: StoredDocument, found: number): DocentError {
  const message = `Only ${found} of the ${chunkCount} chunks of ${name} could be read, so nothing was added to it.`;
  return new DocentError('index-damaged', message, {
    hint: 'Delete the document and add all of its nodes again, or ingest its file again.',
  });
}

function uriOf(refDocId: string): string {
  return `llamaindex:${refDocId}`;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
