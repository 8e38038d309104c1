import { readFileSync } from 'node:fs';
import { z } from 'zod';

const lineSchema = z.object({ _id: z.string(), title: z.string().optional(), text: z.string() });

export interface CorpusText {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The texts of a `corpus.jsonl` in BEIR format. */
export function readCorpus(path: string): CorpusText[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { _id: id, title = '', text } = lineSchema.parse(JSON.parse(line));
    return { id, title, text };
  });
}
