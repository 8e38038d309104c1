import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DocentError } from '../core/errors.js';
import type { Judgements } from './judgements.js';
import { invalidLine, readJsonLines } from './line-files.js';
import { readQrels } from './qrels-file.js';

export interface CorpusDocument {
  readonly id: string;
  /** Empty where the set states none. */
  readonly title: string;
  readonly text: string;
}

export interface BenchQuery {
  readonly id: string;
  readonly text: string;
}

/** A folder in BEIR format (arXiv 2104.08663). */
export interface BeirSet {
  readonly folder: string;
  readonly documents: readonly CorpusDocument[];
  /** Those that have a judgement, in the order of queries.jsonl. */
  readonly queries: readonly BenchQuery[];
  readonly judgements: Judgements;
}

const idSchema = z.union([z.string().min(1), z.number().transform(String)]);
const documentSchema = z.object({ _id: idSchema, title: z.string().nullish(), text: z.string() });
const querySchema = z.object({ _id: idSchema, text: z.string().regex(/\S/u, 'the query is empty') });

/** Where sets keep their judgements; the test part is the one that is published on. */
const qrelsFiles = ['qrels.tsv', join('qrels', 'test.tsv'), 'qrels.txt', 'qrels.trec'];

/**
 * Reads corpus, queries and judgements.
 * @throws DocentError `path-not-found`; `benchmark-invalid` naming file and line
 */
export async function readBeirSet(folder: string): Promise<BeirSet> {
  if (!existsSync(folder)) throw new DocentError('path-not-found', `There is no folder ${folder}.`);
  const queries = await readQueries(join(folder, 'queries.jsonl'));
  const documents = await readCorpus(join(folder, 'corpus.jsonl'));
  const qrels = qrelsFiles.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (qrels === undefined) throw without(folder, `There is no ${qrelsFiles.join(', no ')} in ${folder}.`);
  const judgements = await readQrels(qrels, {
    hasQuery: (id) => queries.has(id),
    hasDocument: (id) => documents.has(id),
  });
  if (judgements.size === 0) throw without(folder, `${qrels} holds no judgement.`);
  const judged = [...queries.values()].filter(({ id }) => judgements.has(id));
  return { folder, documents: [...documents.values()], queries: judged, judgements };
}

async function readCorpus(file: string): Promise<ReadonlyMap<string, CorpusDocument>> {
  const documents = new Map<string, CorpusDocument>();
  for await (const { value, number } of readJsonLines(file, documentSchema)) {
    const { _id: id, title, text } = value;
    if (documents.has(id)) throw invalidLine(file, number, `the document ${JSON.stringify(id)} comes a second time`);
    documents.set(id, { id, title: title ?? '', text });
  }
  return documents;
}

async function readQueries(file: string): Promise<ReadonlyMap<string, BenchQuery>> {
  const queries = new Map<string, BenchQuery>();
  for await (const { value, number } of readJsonLines(file, querySchema)) {
    const { _id: id, text } = value;
    if (queries.has(id)) throw invalidLine(file, number, `the query ${JSON.stringify(id)} comes a second time`);
    queries.set(id, { id, text });
  }
  return queries;
}

function without(folder: string, message: string): DocentError {
  return new DocentError('benchmark-invalid', message, {
    hint: `Put the judgements into ${join(folder, 'qrels.tsv')}: query, document and judgement, separated by tabs.`,
  });
}
