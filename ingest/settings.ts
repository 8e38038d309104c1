import { hashOf } from '../src/core/hash.js';
import type { EmbedderIdentity } from '../src/models/embedder.js';
import { analysisVersion } from '../src/store/text-analysis.js';
import { chunkerVersion } from './chunker.js';

export interface IngestSettings {
  readonly embedder: Pick<EmbedderIdentity, 'fingerprint'>;
  /** undefined: what the encoder prefers. */
  readonly chunkTokens: number | undefined;
  /** Names of the transformations between chunking and embedding, in order. */
  readonly transformations: readonly string[];
}

/** Changes whenever the same bytes would give other rows: documents with another fingerprint are ingested again. */
export function settingsFingerprint(settings: IngestSettings, format: string, extractorVersion: number): string {
  return hashOf(
    settings.embedder.fingerprint,
    `chunk tokens ${settings.chunkTokens ?? 'preferred'}`,
    settings.transformations.join('\n'),
    `chunker ${chunkerVersion}`,
    `analysis ${analysisVersion}`,
    `${format} ${extractorVersion}`,
  ).slice(0, 16);
}
