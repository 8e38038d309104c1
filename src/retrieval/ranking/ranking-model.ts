import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../core/project-root.js';
import { type BoostedTrees, boostedTreesSchema } from './boosted-trees.js';
import { featureNames } from './candidate-features.js';

let loading: Promise<BoostedTrees> | undefined;

/** The ranker that ships in the package (data/models/docent-ranker, with its recipe). */
export function loadRankingModel(): Promise<BoostedTrees> {
  loading ??= read(join(projectRoot(), 'data', 'models', 'docent-ranker', 'model.json'));
  return loading;
}

async function read(file: string): Promise<BoostedTrees> {
  const model = boostedTreesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  if (model.features.join() !== featureNames.join()) {
    throw new Error(`${file} was trained on other features than this version computes; train it again.`);
  }
  return model;
}
