import { askUser } from './ask-user.js';
import { calculator } from './calculator.js';
import { finalAnswer } from './final-answer.js';
import { listDocuments } from './list-documents.js';
import { readPages } from './read-pages.js';
import { searchDocuments } from './search-documents.js';
import type { Tool } from './tool.js';

/** docent's own tools; a new one is a file beside this and a line here. */
export function builtInTools({ canAskUser }: { readonly canAskUser: boolean }): readonly Tool[] {
  return [searchDocuments, readPages, listDocuments, calculator, ...(canAskUser ? [askUser] : []), finalAnswer];
}
