import { DocentError } from '../core/errors.js';
import { indexNameOf } from './index-location.js';
import type { IndexManifest } from './index-store.js';
import type { EmbedderReference } from './schemas.js';

export type EmbedderName = Pick<EmbedderReference, 'name' | 'fingerprint'>;

/**
 * Vectors of two encoders cannot be compared; none is given where only text is searched.
 * @throws DocentError `embedder-mismatch`
 */
export function checkEmbedder(manifest: IndexManifest, embedder: EmbedderName | undefined, uri: string): void {
  if (embedder === undefined || embedder.fingerprint === manifest.embedder.fingerprint) return;
  const name = indexNameOf(uri);
  const made = describe(manifest.embedder);
  const given = describe(embedder);
  throw new DocentError('embedder-mismatch', `The index "${name}" was made with ${made}, not with ${given}.`, {
    hint: `Run \`docent ingest --rebuild --index ${name}\` to embed its documents anew, or set DOCENT_EMBEDDER back to the encoder that made it.`,
  });
}

function describe(embedder: EmbedderName): string {
  return `the encoder ${embedder.name} (${embedder.fingerprint.slice(0, 12)})`;
}
