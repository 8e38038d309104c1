import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { DocentError, errorMessage } from '../core/errors.js';

export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
}

/** The lines of a text file that are not blank, read as a stream. @throws DocentError `benchmark-invalid` */
export async function* readLines(file: string): AsyncGenerator<Line, void, void> {
  if (!existsSync(file)) throw invalid(`There is no ${file}.`);
  const input = createReadStream(file, 'utf8');
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      const text = number === 1 ? line.replace(/^\uFEFF/u, '') : line;
      if (text.trim() !== '') yield { text, number };
    }
  } catch (cause) {
    throw cause instanceof DocentError ? cause : invalid(`${file} cannot be read: ${errorMessage(cause)}.`, cause);
  } finally {
    input.destroy();
  }
}

export interface JsonLine<T> {
  readonly value: T;
  readonly number: number;
}

/** The records of a JSON lines file. @throws DocentError `benchmark-invalid` naming file, line and field */
export async function* readJsonLines<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<JsonLine<T>, void, void> {
  for await (const { text, number } of readLines(file)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw invalidLine(file, number, errorMessage(cause), cause);
    }
    const result = schema.safeParse(value);
    if (!result.success) {
      const issue = result.error.issues[0];
      const field = issue?.path.join('.') || 'the line';
      throw invalidLine(file, number, `${field}: ${issue?.message ?? 'not valid'}`, result.error);
    }
    yield { value: result.data, number };
  }
}

export function invalidLine(file: string, line: number, reason: string, cause?: unknown): DocentError {
  return invalid(`${file}, line ${line}: ${reason.replace(/\.$/u, '')}.`, cause);
}

function invalid(message: string, cause?: unknown): DocentError {
  return new DocentError('benchmark-invalid', message, {
    hint: 'A set in BEIR format has corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels.tsv (query, document, judgement).',
    cause,
  });
}
