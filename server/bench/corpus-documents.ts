import type { ReaderDocument } from '../../ingest/llamaindex-documents.js';
import { documentIdOf } from '../../src/core/hash.js';
import type { CorpusDocument } from '../../src/evaluation/beir-set.js';

export interface CorpusDocuments {
  readonly documents: readonly ReaderDocument[];
  /** Under which the index keeps them. */
  readonly uris: ReadonlySet<string>;
  /** Document id of the index → id in the corpus. */
  readonly corpusIds: ReadonlyMap<string, string>;
  /** Documents without text and title, which are left out. */
  readonly skipped: number;
}

/** The documents of a set as the ingest takes them; one without text is read by its title. */
export function corpusDocuments(corpus: readonly CorpusDocument[]): CorpusDocuments {
  const readable = corpus.filter(({ title, text }) => title.trim() !== '' || text.trim() !== '');
  return {
    documents: readable.map(readerDocument),
    uris: new Set(readable.map(({ id }) => uriOf(id))),
    corpusIds: new Map(readable.map(({ id }) => [documentIdOf(uriOf(id)), id])),
    skipped: corpus.length - readable.length,
  };
}

function readerDocument({ id, title, text }: CorpusDocument): ReaderDocument {
  const stated = title.trim() === '' ? {} : { title };
  return {
    id_: id,
    metadata: { ...stated, file_name: title.trim() || id },
    getText: () => (text.trim() === '' ? title : text),
  };
}

function uriOf(id: string): string {
  return `llamaindex:${id}`;
}
