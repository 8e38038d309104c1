import { hashOf } from '../core/hash.js';
import type { StoredDocument } from './index-store.js';

/**
 * Names one state of one document. Its pages and chunks carry it, so that the pages of two states can stand side by
 * side while one replaces the other. The document's id is part of it: two files may swap their bytes.
 */
export function revisionOf(document: Pick<StoredDocument, 'id' | 'contentHash' | 'settingsFingerprint'>): string {
  return hashOf('revision', document.id, document.contentHash, document.settingsFingerprint).slice(0, 32);
}
