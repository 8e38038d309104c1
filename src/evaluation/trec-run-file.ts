import { open } from 'node:fs/promises';
import { DocentError } from '../core/errors.js';
import { invalidLine, type Line, readLines } from './line-files.js';
import { type Run, type ScoredDocument, withFallingScores } from './run.js';

/**
 * Writes a run as trec_eval reads it, `query Q0 document rank score tag`, a line each, in the order of each ranking.
 * @throws DocentError `benchmark-invalid` for an id with white space, which the format cannot hold
 */
export async function writeTrecRun(file: string, run: Run, tag: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (const [query, ranking] of run) {
      const lines = withFallingScores(ranking).map(({ id, score }, index) => {
        // Nine digits bring any 32-bit float back exactly.
        return `${column(query)} Q0 ${column(id)} ${index + 1} ${Number(score.toPrecision(9))} ${tag}\n`;
      });
      await handle.writeFile(lines.join(''));
    }
  } finally {
    await handle.close();
  }
}

/** Reads a run; its order is that of the scores, as in trec_eval, not that of the ranks. @throws DocentError */
export async function readTrecRun(file: string): Promise<Run> {
  const run = new Map<string, Map<string, ScoredDocument>>();
  for await (const line of readLines(file)) {
    const [query, found] = lineOf(line, file);
    const documents = run.get(query) ?? new Map<string, ScoredDocument>();
    if (documents.has(found.id)) throw invalidLine(file, line.number, `${found.id} comes twice for the query ${query}`);
    run.set(query, documents.set(found.id, found));
  }
  return new Map([...run].map(([query, documents]) => [query, [...documents.values()]]));
}

function lineOf({ text, number }: Line, file: string): readonly [string, ScoredDocument] {
  const columns = text.trim().split(/\s+/u);
  const [query, , id, , stated] = columns;
  const score = Number(stated);
  if (columns.length !== 6 || query === undefined || id === undefined || !Number.isFinite(score)) {
    throw invalidLine(file, number, 'it is not of the form `query Q0 document rank score tag`');
  }
  return [query, { id, score }];
}

/** Ids that the format can hold; asked before a long run. @throws DocentError `benchmark-invalid` */
export function requireTrecIds(records: Iterable<{ readonly id: string }>): void {
  for (const { id } of records) column(id);
}

function column(id: string): string {
  if (!/\s/u.test(id)) return id;
  throw new DocentError('benchmark-invalid', `The id ${JSON.stringify(id)} cannot stand in a TREC run file.`, {
    hint: 'Take the white space out of the ids of the set, or leave --runs out.',
  });
}
