import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DocentError, errorMessage } from '../../core/errors.js';
import { loadOnce } from '../../core/load-once.js';
import { projectRoot } from '../../core/project-root.js';
import { type BoostedTrees, boostedTreesSchema, scoreByTrees } from '../../retrieval/ranking/boosted-trees.js';
import { sentenceFeatureNames } from './sentence-features.js';

/** The sentence model that ships in the package (data/models/docent-answers, with its recipe). */
export const loadSentenceModel = loadOnce(() =>
  readSentenceModel(join(projectRoot(), 'data', 'models', 'docent-answers', 'sentence-model.json')),
);

/** @throws DocentError `internal` where the file cannot be read, is no model, or was trained on other features */
export async function readSentenceModel(file: string): Promise<BoostedTrees> {
  const model = await parse(file).catch((cause: unknown) => {
    throw refused(file, errorMessage(cause), cause);
  });
  if (model.features.join() === sentenceFeatureNames.join()) return model;
  throw refused(file, 'it was trained on other features than this version computes');
}

/** How likely each sentence holds the answer, 0 to 1. */
export function answerProbabilities(model: BoostedTrees, rows: readonly Float64Array[]): readonly number[] {
  return rows.map((row) => 1 / (1 + Math.exp(-scoreByTrees(model, row))));
}

async function parse(file: string): Promise<BoostedTrees> {
  return boostedTreesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function refused(file: string, reason: string, cause?: unknown): DocentError {
  return new DocentError('internal', `The sentence model ${file} cannot be used: ${reason}`, {
    hint: 'Install docent again.',
    cause,
  });
}
