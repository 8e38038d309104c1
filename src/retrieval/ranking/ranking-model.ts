import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DocentError, errorMessage } from '../../core/errors.js';
import { loadOnce } from '../../core/load-once.js';
import { projectRoot } from '../../core/project-root.js';
import { type BoostedTrees, boostedTreesSchema } from './boosted-trees.js';
import { featureNames } from './candidate-features.js';

/** The ranker that ships in the package (data/models/docent-ranker, with its recipe). */
export const loadRankingModel = loadOnce(() =>
  readRankingModel(join(projectRoot(), 'data', 'models', 'docent-ranker', 'model.json')),
);

/** @throws DocentError `internal` where the file cannot be read, is no ranker, or was trained on other features */
export async function readRankingModel(file: string): Promise<BoostedTrees> {
  const model = await parse(file).catch((cause: unknown) => {
    throw refused(file, errorMessage(cause), cause);
  });
  if (model.features.join() === featureNames.join()) return model;
  throw refused(file, 'it was trained on other features than this version computes');
}

async function parse(file: string): Promise<BoostedTrees> {
  return boostedTreesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function refused(file: string, reason: string, cause?: unknown): DocentError {
  return new DocentError('internal', `The ranker ${file} cannot be used: ${reason}`, {
    hint: 'Install docent again, or search with --mode hybrid, which needs no ranker.',
    cause,
  });
}
