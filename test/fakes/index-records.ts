import type { EmbeddedChunk } from '../../src/core/chunk.js';
import type { ChunkMentions, DocumentRecord, StoredDocument } from '../../src/store/index-store.js';

export const testEmbedder = { name: 'test-encoder', fingerprint: 'fingerprint-1', dimensions: 4 };

/** A unit vector whose cosine with another angle's is the cosine of the difference. */
export function vectorAt(angle: number, dimensions = testEmbedder.dimensions): Float32Array {
  const vector = new Float32Array(dimensions);
  vector[0] = Math.cos(angle);
  vector[1] = Math.sin(angle);
  return vector;
}

export interface RecordOptions extends Partial<Omit<StoredDocument, 'id'>> {
  /** One page per entry; the chunks of its texts lie on it. */
  readonly pages?: readonly (readonly string[])[];
  /** Replaces fields of each chunk. */
  readonly chunk?: Partial<EmbeddedChunk>;
}

/** A document whose text is its chunks' texts in a row; chunk ids are `ID/text`, vectors one angle per chunk. */
export function documentRecord(id: string, options: RecordOptions = {}): DocumentRecord {
  const { pages = [['first text', 'second text']], chunk, ...document } = options;
  let offset = 0;
  const chunks: EmbeddedChunk[] = [];
  const stored = pages.map((texts, index) => {
    const number = index + 1;
    const start = offset;
    for (const text of texts) {
      chunks.push({ ...chunkOf(id, text, chunks.length, offset, number), ...chunk });
      offset += text.length;
    }
    const label = `p. ${number}`;
    return { documentId: id, number, kind: 'page' as const, label, start, end: offset, text: texts.join('') };
  });
  const defaults = storedDocument(id, pages.flat().join('|'));
  return {
    document: { ...defaults, pageCount: pages.length, chunkCount: chunks.length, ...document },
    pages: stored,
    chunks,
  };
}

/** A mention row that says nothing but what is given. */
export function mentionsOf(id: string, fields: Partial<Omit<ChunkMentions, 'id'>> = {}): ChunkMentions {
  return {
    id,
    documentId: id.split('/')[0] ?? '',
    hash: `row of ${id}`,
    ordinal: 0,
    names: [],
    counts: new Int32Array(0),
    titles: [],
    targets: [],
    candidates: [],
    terms: new Int32Array(0),
    contextTerms: 0,
    tokens: new Int32Array(0),
    ...fields,
  };
}

function storedDocument(id: string, text: string): Omit<StoredDocument, 'pageCount' | 'chunkCount'> {
  return {
    id,
    uri: `/documents/${id}.md`,
    name: `${id}.md`,
    title: `Title of ${id}`,
    format: 'markdown',
    contentHash: `content:${text}`,
    bytes: text.length,
    modifiedAt: '2026-01-02T03:04:05.000Z',
    metadata: {},
    settingsFingerprint: 'settings-1',
    ingestedAt: '2026-02-03T04:05:06.000Z',
  };
}

function chunkOf(documentId: string, text: string, ordinal: number, start: number, page: number): EmbeddedChunk {
  return {
    id: `${documentId}/${text}`,
    documentId,
    ordinal,
    text,
    start,
    end: start + text.length,
    context: '',
    headings: ['Part'],
    pageStart: page,
    pageEnd: page,
    pageLabel: `p. ${page}`,
    tokens: text.split(' ').length,
    hash: `hash:${text}`,
    metadata: {},
    vector: vectorAt(ordinal / 10),
  };
}
