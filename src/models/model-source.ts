import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { EmbedderConfig } from '../core/config.js';
import { DocentError, errorMessage } from '../core/errors.js';
import { hashOf, hashOfBytes } from '../core/hash.js';
import { type EmbedderProfile, embedderProfile } from './embedder-profile.js';

/** Where a model is loaded from. */
export type ModelSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly dtype: string; readonly dimensions: number }
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

const modelConfig = z.object({ hidden_size: z.number().int().positive() });

/**
 * Finds a model without loading it: a folder under the models folder, any folder, or an id on the model hub.
 * @throws DocentError `embedder-not-found`, `invalid-config`
 */
export async function resolveModel(config: EmbedderConfig): Promise<ResolvedModel> {
  const candidates = [join(config.modelsFolder, config.name), ...(isPath(config.name) ? [resolve(config.name)] : [])];
  const folder = candidates.find((candidate) => existsSync(join(candidate, 'config.json')));
  if (folder !== undefined) return resolveFolder(config, folder);
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
    source: { kind: 'folder', folder, dtype, dimensions: await dimensionsOf(config, folder) },
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

async function dimensionsOf(config: EmbedderConfig, folder: string): Promise<number> {
  try {
    return modelConfig.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).hidden_size;
  } catch (cause) {
    throw notFound(config, [join(folder, 'config.json')], `no usable hidden_size: ${errorMessage(cause)}`);
  }
}

function fingerprintOf(profile: EmbedderProfile, ...parts: readonly string[]): string {
  return hashOf(...parts, profile.pooling, profile.queryPrefix, profile.documentPrefix).slice(0, 16);
}

function isPath(name: string): boolean {
  return isAbsolute(name) || name.startsWith('.') || existsSync(join(name, 'config.json'));
}

function notFound(config: EmbedderConfig, tried: readonly string[], reason: string): DocentError {
  return new DocentError(
    'embedder-not-found',
    `The encoder "${config.name}" cannot be loaded: ${reason}. Tried: ${tried.join(', ')}.`,
    { hint: embedderHint(config.modelsFolder) },
  );
}

export function embedderHint(modelsFolder: string): string {
  return `Unset DOCENT_EMBEDDER to use the bundled encoder, or put a model folder (config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx) under ${modelsFolder} and name it.`;
}
