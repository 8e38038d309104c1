import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DocentError, errorMessage, systemErrorCode } from '../../src/core/errors.js';
import type { StoredDocument } from '../../src/store/index-store.js';
import { DocumentNames } from './document-names.js';
import { fewestQuestions, type TuneQuestion } from './tune-question.js';

const questionSchema = z.strictObject({
  text: z.string().regex(/\S/u, 'the question is empty'),
  documents: z.array(z.string().min(1)).min(1, 'names no document'),
  pages: z.array(z.number().int().min(1)).min(1).optional(),
});

type Question = z.infer<typeof questionSchema>;

/**
 * A user's own questions: JSON lines `{"text", "documents", "pages"?}`.
 * @throws DocentError `path-not-found`; `invalid-request` naming file and line, or for fewer than 20 questions
 */
export async function readQuestionFile(file: string, documents: readonly StoredDocument[]): Promise<TuneQuestion[]> {
  const names = new DocumentNames(documents);
  const questions = (await linesOf(file)).flatMap((text, at): TuneQuestion[] => {
    if (text.trim() === '') return [];
    try {
      return [tuneQuestion(parseLine(text), names)];
    } catch (cause) {
      throw invalid(`${file}, line ${at + 1}: ${errorMessage(cause).replace(/\.$/u, '')}.`, { cause });
    }
  });
  if (questions.length >= fewestQuestions) return questions;
  throw invalid(`${file} has ${questions.length} questions; tuning needs at least ${fewestQuestions}.`, {
    hint: 'From fewer, chance speaks louder than any signal. Add more, or leave --queries out: then they are made from the index.',
  });
}

async function linesOf(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/u, '').split(/\r?\n/u);
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ENOENT')
      throw invalid(`${file} cannot be read: ${errorMessage(cause)}.`, { cause });
    throw new DocentError('path-not-found', `There is no ${file}.`, { hint: 'Name the file of questions.', cause });
  }
}

function parseLine(text: string): Question {
  const result = questionSchema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not valid'}`);
}

function tuneQuestion({ text, documents, pages }: Question, names: DocumentNames): TuneQuestion {
  const found = documents.map((name) => names.find(name));
  const [document, ...others] = found;
  if (pages === undefined || document === undefined) {
    return { text, target: { kind: 'documents', ids: found.map(({ id }) => id) } };
  }
  if (others.length > 0) throw new Error('pages are of one document, and the line names several');
  const missing = pages.find((page) => page > document.pageCount);
  if (missing !== undefined) throw new Error(`${document.name} has no page ${missing}, it has ${document.pageCount}`);
  return { text, target: { kind: 'pages', documentId: document.id, pages } };
}

function invalid(message: string, { hint, cause }: { readonly hint?: string; readonly cause?: unknown }): DocentError {
  const shape = 'A line is {"text": "What is asked?", "documents": ["handbook.pdf"], "pages": [12]}, pages if wanted.';
  return new DocentError('invalid-request', message, { hint: hint ?? shape, cause });
}
