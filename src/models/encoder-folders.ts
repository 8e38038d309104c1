import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { EmbedderConfig } from '../core/config.js';
import { projectRoot } from '../core/project-root.js';

/** Where the encoders of the package lie: a folder each, named as `--embedder` names them. */
export function bundledModelsFolder(): string {
  return join(projectRoot(), 'data', 'models');
}

/** Folders in which this encoder is looked for, in order: the user's models, those of the package, the name as a path. */
export function encoderCandidates({ name, modelsFolder }: EmbedderConfig): string[] {
  const named = [...new Set([modelsFolder, bundledModelsFolder()])].map((folder) => join(folder, name));
  return isPath(name) ? [...named, resolve(name)] : named;
}

/** The folder that this encoder is loaded from; undefined where none of the candidates is a model. */
export function encoderFolder(config: EmbedderConfig): string | undefined {
  return encoderCandidates(config).find((folder) => existsSync(join(folder, 'config.json')));
}

/** An encoder on this machine. */
export interface InstalledEncoder {
  /** What `--embedder` and DOCENT_EMBEDDER call it. */
  readonly name: string;
  readonly folder: string;
  /** Of its weights. */
  readonly bytes: number;
  readonly isBundled: boolean;
}

/** Encoders in the models folder and in the package, by name; a folder without weights is none. */
export async function installedEncoders(config: EmbedderConfig): Promise<InstalledEncoder[]> {
  const folders = [...new Set([config.modelsFolder, bundledModelsFolder()])];
  const found = new Map<string, InstalledEncoder>();
  for (const parent of folders) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names) {
      const folder = join(parent, name);
      if (found.has(name) || !existsSync(join(folder, 'config.json'))) continue;
      const bytes = await weightBytes(join(folder, 'onnx'));
      if (bytes > 0) found.set(name, { name, folder, bytes, isBundled: parent === bundledModelsFolder() });
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

async function weightBytes(folder: string): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.onnx(?:_data)?$/u.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * The encoder that reads an index: the one that is set; where none is set, the one that made the index, if it lies on
 * this machine. A name only, never a path or an id of the hub: an index must not decide what is loaded from elsewhere.
 * @param made name of the encoder that made the index; undefined where there is no index yet
 */
export function encoderOfIndex(config: EmbedderConfig, made: string | undefined): EmbedderConfig {
  if (config.isDefault !== true || made === undefined || !/^\w[\w.-]*$/u.test(made)) return config;
  const own = { ...config, name: made };
  return encoderFolder(own) === undefined ? config : own;
}

function isPath(name: string): boolean {
  return isAbsolute(name) || name.startsWith('.') || existsSync(join(name, 'config.json'));
}
