import { join, resolve } from 'node:path';
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { loadOnce } from '../core/load-once.js';
import { bundledModelsFolder } from './encoder-folders.js';
import { PieceTokenizer } from './piece-tokenizer.js';

/** Folder under data/models of the encoder whose vocabulary late interaction speaks, whatever encoder an index has. */
export const bundledEncoder = 'docent-static';

export interface BundledTokens {
  /** Token ids without special tokens. */
  encode(text: string): number[];
}

export interface LoadedTokenizer {
  readonly tokenizer: PreTrainedTokenizer;
  readonly pieces: PieceTokenizer;
}

/** The tokenizer of the encoder that ships in the package. */
export async function loadBundledTokens(): Promise<BundledTokens> {
  return (await loadBundledTokenizer()).pieces;
}

/** Loaded once: the encoder and late interaction read the same texts, and share what is remembered of their words. */
export const loadBundledTokenizer = loadOnce(load);

export function isBundledEncoder(folder: string): boolean {
  return resolve(folder) === bundledFolder();
}

async function load(): Promise<LoadedTokenizer> {
  const { AutoTokenizer } = await import('@huggingface/transformers');
  const tokenizer = await AutoTokenizer.from_pretrained(bundledFolder(), { local_files_only: true });
  return { tokenizer, pieces: new PieceTokenizer(tokenizer) };
}

function bundledFolder(): string {
  return join(bundledModelsFolder(), bundledEncoder);
}
