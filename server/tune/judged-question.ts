import type { JudgedDocuments } from '../../src/evaluation/judgements.js';
import { standardised } from '../../src/retrieval/fusion.js';
import type { IndexSearch, RankingRow } from '../../src/retrieval/index-search.js';
import type { BoostedTrees } from '../../src/retrieval/ranking/boosted-trees.js';
import { rankerScores } from '../../src/retrieval/ranking/ranker-scores.js';
import { type BlendValues, blendValues } from '../../src/retrieval/ranking/ranking-blend.js';
import type { IndexReader } from '../../src/store/index-store.js';
import type { TuneQuestion, TuneTarget } from './tune-question.js';

/** A question with its candidates, searched for once: every blend is tried on these. */
export interface JudgedQuestion {
  readonly text: string;
  /** Units that should be found: documents, pages or a chunk. */
  readonly judged: JudgedDocuments;
  /** By candidate: the units that finding it means. */
  readonly units: readonly (readonly string[])[];
  /** By candidate, as z-scores. */
  readonly ranker: readonly number[];
  readonly values: BlendValues;
}

export interface JudgingParts {
  readonly search: IndexSearch;
  readonly reader: IndexReader;
  readonly model: BoostedTrees;
  readonly signal?: AbortSignal | undefined;
}

/** Searches as a question is always searched, and keeps what the ranker saw. */
export async function judgeQuestion({ text, target }: TuneQuestion, parts: JudgingParts): Promise<JudgedQuestion> {
  const { search, reader, model, signal } = parts;
  const found = await search.rankingRows(text, signal);
  // Equal scores go by id, as in a search.
  const rows = [...found].sort((a, b) => (a.chunkId < b.chunkId ? -1 : 1));
  const features = rows.map((row) => row.features);
  return {
    text,
    judged: new Map(relevantUnits(target).map((unit) => [unit, 1])),
    units: await unitsOf(rows, target, reader),
    ranker: standardised(rankerScores(model, features)),
    values: blendValues(features),
  };
}

function relevantUnits(target: TuneTarget): readonly string[] {
  if (target.kind === 'documents') return target.ids;
  if (target.kind === 'chunk') return [target.id];
  return target.pages.map((page) => pageUnit(target.documentId, page));
}

async function unitsOf(rows: readonly RankingRow[], { kind }: TuneTarget, reader: IndexReader): Promise<string[][]> {
  if (kind === 'chunk') return rows.map(({ chunkId }) => [chunkId]);
  if (kind === 'documents') return rows.map(({ documentId }) => [documentId]);
  const chunks = await reader.getChunks(rows.map(({ chunkId }) => chunkId));
  const pages = new Map(
    chunks.map(({ id, documentId, pageStart, pageEnd }) => [
      id,
      Array.from({ length: pageEnd - pageStart + 1 }, (_, page) => pageUnit(documentId, pageStart + page)),
    ]),
  );
  return rows.map(({ chunkId }) => pages.get(chunkId) ?? []);
}

function pageUnit(documentId: string, page: number): string {
  return `${documentId}#${page}`;
}
