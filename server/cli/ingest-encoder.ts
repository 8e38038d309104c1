import type { EmbedderConfig } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { EmbedderIdentity } from '../../src/models/embedder.js';
import { encoderOfIndex } from '../../src/models/encoder-folders.js';
import { type ResolvedModel, resolveModel } from '../../src/models/model-source.js';
import { manifestOf } from '../../src/store/open-index.js';

export interface IngestEncoder {
  readonly config: EmbedderConfig;
  readonly model: ResolvedModel;
  /** What made the index; undefined where there is none yet, or it cannot be read. */
  readonly made: EmbedderIdentity | undefined;
  /** The index was made with another encoder than the one that was asked for, so it is built anew. */
  readonly isSwitch: boolean;
}

/**
 * The encoder that an ingest embeds with: the one that is asked for, else the one that is set, else the index's own.
 * @param uri where the index is; undefined where there is none yet
 * @throws DocentError `embedder-not-found`, `invalid-config`
 */
export async function ingestEncoder(
  set: EmbedderConfig,
  { wanted, uri }: { readonly wanted: string | undefined; readonly uri: string | undefined },
): Promise<IngestEncoder> {
  const made = uri === undefined ? undefined : await madeWith(uri);
  const config = wanted === undefined ? encoderOfIndex(set, made?.name) : { ...set, name: wanted, isDefault: false };
  const model = await resolveModel(config);
  const isOther = made !== undefined && made.fingerprint !== model.fingerprint;
  return { config, model, made, isSwitch: wanted !== undefined && isOther };
}

export function switchNote(index: string, { made, model }: IngestEncoder): string {
  return `The index "${index}" was made with ${made?.name}: it is built anew with ${model.name}; the old one answers until then.`;
}

async function madeWith(uri: string): Promise<EmbedderIdentity | undefined> {
  try {
    return (await manifestOf(uri)).embedder;
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

/** Such an index tells nothing of itself. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof DocentError && (error.code === 'index-damaged' || error.code === 'index-format-unknown');
}
