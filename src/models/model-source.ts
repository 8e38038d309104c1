import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EmbedderConfig } from '../core/config.js';
import { DocentError, errorMessage } from '../core/errors.js';
import { hashOf, hashOfBytes } from '../core/hash.js';
import { type EmbedderProfile, embedderProfile } from './embedder-profile.js';
import { bundledModelsFolder, encoderCandidates, encoderFolder, installedEncoders } from './encoder-folders.js';

/** Where a model is loaded from. */
export type ModelSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly dtype: string; readonly shape: ModelShape }
  | { readonly kind: 'hub'; readonly id: string; readonly dtype: string; readonly cacheFolder: string };

export interface ResolvedModel {
  readonly name: string;
  readonly source: ModelSource;
  readonly profile: EmbedderProfile;
  readonly fingerprint: string;
}

/** File of each precision, best speed for its quality first; the naming is transformers.js's. */
const dtypeFiles: readonly (readonly [string, string])[] = [
  ['int8', 'model_int8.onnx'],
  ['q8', 'model_quantized.onnx'],
  ['fp16', 'model_fp16.onnx'],
  ['fp32', 'model.onnx'],
];

/** What a model's `config.json` tells of it. */
export interface ModelShape {
  readonly dimensions: number;
  /** No layers: a static encoder, whose tokens do not see each other. */
  readonly isStatic: boolean;
  /** Longest chunk that suits it, in its tokens, where it says so (`docent_chunk_tokens`). */
  readonly chunkTokens: number | undefined;
}

const modelConfig = z.object({
  hidden_size: z.number().int().positive(),
  num_hidden_layers: z.number().int().optional(),
  docent_chunk_tokens: z.number().int().min(32).optional(),
});

/**
 * Finds a model without loading it: a folder under the models folder or in the package, any folder, or an id on the
 * model hub.
 * @throws DocentError `embedder-not-found`, `invalid-config`
 */
export async function resolveModel(config: EmbedderConfig): Promise<ResolvedModel> {
  const candidates = encoderCandidates(config);
  const folder = encoderFolder(config);
  if (folder !== undefined) return resolveFolder(config, folder);
  if (isBundledWithoutWeights(config.name)) throw await notInThisVersion(config);
  if (!/^[\w.-]+\/[\w.-]+$/u.test(config.name)) throw notFound(config, candidates, 'it is not a hub id (OWNER/NAME)');
  if (!config.allowDownload) throw notFound(config, candidates, 'downloads are off (DOCENT_ALLOW_DOWNLOAD=0)');
  const dtype = config.dtype ?? 'q8';
  const profile = await embedderProfile(config, undefined);
  const cacheFolder = join(config.modelsFolder, '.hub');
  return {
    name: config.name,
    source: { kind: 'hub', id: config.name, dtype, cacheFolder },
    profile,
    fingerprint: fingerprintOf(profile, `hub:${config.name}`, dtype),
  };
}

async function resolveFolder(config: EmbedderConfig, folder: string): Promise<ResolvedModel> {
  const dtype = dtypeIn(folder, config);
  const file = dtypeFiles.find(([name]) => name === dtype)?.[1] ?? `model_${dtype}.onnx`;
  const weights = await readFile(join(folder, 'onnx', file)).catch((cause: unknown) => {
    throw notFound(config, [join(folder, 'onnx', file)], errorMessage(cause));
  });
  const tokenizer = await readFile(join(folder, 'tokenizer.json')).catch((cause: unknown) => {
    throw notFound(config, [join(folder, 'tokenizer.json')], errorMessage(cause));
  });
  const profile = await embedderProfile(config, folder);
  return {
    name: config.name,
    source: { kind: 'folder', folder, dtype, shape: await shapeOf(config, folder) },
    profile,
    fingerprint: fingerprintOf(profile, hashOfBytes(weights), hashOfBytes(tokenizer)),
  };
}

function dtypeIn(folder: string, config: EmbedderConfig): string {
  if (config.dtype !== undefined) return config.dtype;
  const found = dtypeFiles.find(([, file]) => existsSync(join(folder, 'onnx', file)));
  if (found !== undefined) return found[0];
  throw notFound(config, [join(folder, 'onnx')], 'the folder holds no model*.onnx');
}

async function shapeOf(config: EmbedderConfig, folder: string): Promise<ModelShape> {
  try {
    const stated = modelConfig.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
    return {
      dimensions: stated.hidden_size,
      isStatic: stated.num_hidden_layers === 0,
      chunkTokens: stated.docent_chunk_tokens,
    };
  } catch (cause) {
    throw notFound(config, [join(folder, 'config.json')], `no usable hidden_size: ${errorMessage(cause)}`);
  }
}

function fingerprintOf(profile: EmbedderProfile, ...parts: readonly string[]): string {
  return hashOf(...parts, profile.pooling, profile.queryPrefix, profile.documentPrefix).slice(0, 16);
}

/** The package has a folder of this name, with a training recipe for instance, but no model in it. */
function isBundledWithoutWeights(name: string): boolean {
  return /^\w[\w.-]*$/u.test(name) && existsSync(join(bundledModelsFolder(), name));
}

async function notInThisVersion(config: EmbedderConfig): Promise<DocentError> {
  const names = (await installedEncoders(config)).map(({ name }) => name);
  const message = `The encoder "${config.name}" is not part of this version of docent: data/models/${config.name} holds no weights.`;
  return new DocentError('embedder-not-found', message, {
    hint: `Encoders that are there: ${names.join(', ')}. Or name one of the model hub, such as Xenova/bge-small-en-v1.5.`,
  });
}

function notFound(config: EmbedderConfig, tried: readonly string[], reason: string): DocentError {
  return new DocentError(
    'embedder-not-found',
    `The encoder "${config.name}" cannot be loaded: ${reason}. Tried: ${tried.join(', ')}.`,
    { hint: embedderHint(config.modelsFolder) },
  );
}

export function embedderHint(modelsFolder: string): string {
  return `Name one that \`docent models\` lists (--embedder, DOCENT_EMBEDDER), or put a model folder (config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx) under ${modelsFolder} and name it.`;
}
