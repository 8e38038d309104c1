import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../src/core/project-root.js';
import type { PartOptions } from './part.js';

export interface BenchOptions extends Omit<PartOptions, 'workFolder' | 'say'> {
  readonly parts: readonly string[];
  readonly json: string | undefined;
}

const flags = {
  documents: { type: 'string' },
  pages: { type: 'string' },
  corpus: { type: 'string' },
  parts: { type: 'string', default: 'pdf,compare,startup,kill' },
  rounds: { type: 'string', default: '3' },
  kills: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

/** The research data lies beside the checkout, where there is any; the handbook serves elsewhere. */
export function readBenchOptions(parameters: readonly string[]): BenchOptions {
  const { values } = parseArgs({ args: [...parameters], options: flags });
  const shared = join(projectRoot(), '..', 'shared');
  const filings = join(shared, 'documents', 'financebench');
  const isShared = values.documents === undefined && existsSync(filings);
  const pages =
    values.pages ?? (isShared ? join(shared, 'benchmarks', 'financebench-small', 'corpus.jsonl') : undefined);
  const texts = join(shared, 'benchmarks', 'scifact', 'corpus.jsonl');
  const corpora = values.corpus?.split(',') ?? (existsSync(texts) ? [texts] : []);
  return {
    documents: resolve(values.documents ?? (isShared ? filings : join(projectRoot(), 'data', 'documents'))),
    pages,
    corpora,
    parts: values.parts.split(','),
    rounds: Number(values.rounds),
    kills: Number(values.kills),
    seed: Number(values.seed),
    json: values.json,
  };
}
