import { dirname, resolve } from 'node:path';
import { readable } from '../../src/agent/extractive/sentences.js';
import type { StoredChunk } from '../../src/core/hit.js';
import { isFunctionWord } from '../../src/retrieval/function-words.js';
import type { StoredDocument } from '../../src/store/index-store.js';
import type { TuneQuestion } from './tune-question.js';

/** Markdown, which is also what HTML becomes at ingest: `[text](target)`, but no image. */
const link = /(?<!!)\[([^[\]\n]{3,120})\]\(<?([^)\s>]{1,500})>?(?:\s[^)\n]{0,200})?\)/gu;
/** What a link may leave out of a file's name. */
const endings = ['', '.md', '.mdx', '.html', '/index.md', '/index.html'];

/** What a text calls another document of the index where it links to it; that document is the answer. */
export function linkQuestions(chunks: readonly StoredChunk[], documents: readonly StoredDocument[]): TuneQuestion[] {
  const byUri = new Map(documents.map(({ uri, id }) => [uri, id]));
  const uriOf = new Map(documents.map(({ uri, id }) => [id, uri]));
  return chunks.flatMap(({ text, documentId }) =>
    [...text.matchAll(link)].flatMap(([, label = '', target = '']): TuneQuestion[] => {
      const linked = linkedDocument(target, uriOf.get(documentId) ?? '', byUri);
      const question = readable(label);
      if (linked === undefined || linked === documentId || saysNothing(question)) return [];
      return [{ text: question, target: { kind: 'documents', ids: [linked] } }];
    }),
  );
}

function linkedDocument(target: string, from: string, byUri: ReadonlyMap<string, string>): string | undefined {
  const address = target.replace(/[?#].*$/u, '');
  if (address === '') return undefined;
  const isUrl = /^[a-z][a-z\d+.-]*:/iu.test(address);
  const whole = isUrl || /^[a-z][a-z\d+.-]*:/iu.test(from) ? absoluteUrl(address, from) : localPath(address, from);
  const bare = whole.replace(/\/$/u, '');
  return endings.map((ending) => byUri.get(bare + ending)).find((id) => id !== undefined);
}

function absoluteUrl(address: string, from: string): string {
  return URL.canParse(address, from) ? new URL(address, from).href : URL.canParse(address) ? address : '';
}

function localPath(address: string, from: string): string {
  return resolve(dirname(from), decoded(address).replace(/^\/+/u, ''));
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a stray per cent sign is part of the name
  }
}

/** "here", "this one", "[3]", an address: nobody asks that. */
function saysNothing(label: string): boolean {
  const words = label.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.every((word) => isFunctionWord(word) || word === 'here') || /:\/\/|^www\./u.test(label);
}
