import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { normalisedAnswer } from './answer-text.js';
import type { BenchQuery } from './beir-set.js';
import { readJsonLines } from './line-files.js';

/** What a set knows of answers, beside its documents. */
export interface AnswerSet {
  /** Query id → gold answers, any of which is right; queries without one are not in it. */
  readonly golds: ReadonlyMap<string, readonly string[]>;
  /** Questions that the set's documents do not answer. */
  readonly unanswerable: readonly BenchQuery[];
}

const idSchema = z.union([z.string().min(1), z.number().transform(String)]);
const answerSchema = z.union([z.string(), z.number().transform(String)]);
const goldSchema = z.object({
  _id: idSchema,
  answer: answerSchema.nullish(),
  answers: z.array(answerSchema).nullish(),
});
const questionSchema = z.object({ _id: idSchema, text: z.string().regex(/\S/u, 'the question is empty') });

/**
 * Reads `answer` and `answers` of queries.jsonl, and queries_unanswerable.jsonl where there is one.
 * @throws DocentError `benchmark-invalid` naming file and line
 */
export async function readAnswerSet(folder: string): Promise<AnswerSet> {
  const golds = new Map<string, readonly string[]>();
  for await (const { value } of readJsonLines(join(folder, 'queries.jsonl'), goldSchema)) {
    const stated = [...(value.answers ?? []), value.answer ?? ''];
    const gold = [...new Set(stated)].filter((answer) => normalisedAnswer(answer) !== '');
    if (gold.length > 0) golds.set(value._id, gold);
  }
  const file = join(folder, 'queries_unanswerable.jsonl');
  const unanswerable: BenchQuery[] = [];
  if (existsSync(file)) {
    for await (const { value } of readJsonLines(file, questionSchema)) {
      unanswerable.push({ id: value._id, text: value.text });
    }
  }
  return { golds, unanswerable };
}
