import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DocentError, errorMessage } from '../../core/errors.js';
import { loadOnce } from '../../core/load-once.js';
import { projectRoot } from '../../core/project-root.js';
import { supportFeatureNames } from './support-features.js';

const regression = z.object({ weights: z.array(z.number()), bias: z.number() });

const supportModelSchema = z
  .object({
    format: z.literal(1),
    /** Names of the signals, in the order of a row's values. */
    features: z.array(z.string()),
    mean: z.array(z.number()),
    scale: z.array(z.number().positive()),
    /** Signals are cut at so many standard deviations. */
    limit: z.number().positive(),
    /** Tells questions that are answered from those whose documents are not there. */
    answered: regression,
    /** Tells them from questions of which one condition does not hold. */
    stated: regression,
    calibration: z.object({ slope: z.number().positive(), offset: z.number() }),
  })
  .refine(
    ({ features, mean, scale, answered, stated }) =>
      [mean, scale, answered.weights, stated.weights].every(({ length }) => length === features.length),
    'It needs a mean, a scale and two weights for each signal.',
  );

export type SupportModel = z.infer<typeof supportModelSchema>;

/** Probability, 0 to 1, that an answer is supported, where half of all questions have one. */
export function supportProbability(model: SupportModel, row: Float64Array): number {
  const { mean, scale, limit, calibration } = model;
  const values = mean.map((middle, at) => {
    const deviations = ((row[at] ?? 0) - middle) / (scale[at] ?? 1);
    return Math.max(-limit, Math.min(limit, deviations));
  });
  const both = (probability(model.answered, values) * (1 + probability(model.stated, values))) / 2;
  const bounded = Math.max(1e-6, Math.min(1 - 1e-6, both));
  return sigmoid(calibration.slope * Math.log(bounded / (1 - bounded)) + calibration.offset);
}

function probability({ weights, bias }: SupportModel['answered'], values: readonly number[]): number {
  return sigmoid(values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The model that ships in the package (data/models/docent-answers, with its recipe). */
export const loadSupportModel = loadOnce(() =>
  readSupportModel(join(projectRoot(), 'data', 'models', 'docent-answers', 'support-model.json')),
);

/** @throws DocentError `internal` where the file cannot be read, is no such model, or was trained on other signals */
export async function readSupportModel(file: string): Promise<SupportModel> {
  const model = await parse(file).catch((cause: unknown) => {
    throw refused(file, errorMessage(cause), cause);
  });
  if (model.features.join() === supportFeatureNames.join()) return model;
  throw refused(file, 'it was trained on other signals than this version computes');
}

async function parse(file: string): Promise<SupportModel> {
  return supportModelSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function refused(file: string, reason: string, cause?: unknown): DocentError {
  return new DocentError('internal', `The support model ${file} cannot be used: ${reason}`, {
    hint: 'Install docent again.',
    cause,
  });
}
