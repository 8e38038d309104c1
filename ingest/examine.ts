import type { Extraction } from '../src/core/document.js';
import { type DocentError, toDocentError } from '../src/core/errors.js';
import { documentIdOf } from '../src/core/hash.js';
import type { StoredDocument } from '../src/store/index-store.js';
import type { Candidate, OpenCandidate } from './candidate.js';
import { type ChunkLimits, chunkDocument } from './chunker.js';
import type { StageClock } from './ingest-summary.js';
import { documentOf, type PreparedDocument, prepared } from './prepare-document.js';
import { type IngestSettings, settingsFingerprint } from './settings.js';
import { type NodeTransformation, transformChunks, withoutRepeatedIds } from './text-nodes.js';

/** What is to be done with one candidate. */
export type Examined =
  | { readonly kind: 'unchanged'; readonly candidate: Candidate }
  | { readonly kind: 'failed'; readonly candidate: Candidate; readonly error: DocentError }
  | {
      readonly kind: 'changed';
      readonly candidate: Candidate;
      readonly prepared: PreparedDocument;
      readonly isNew: boolean;
      /** Documents whose vectors may serve: its own older version, or others with the same bytes. */
      readonly donors: readonly string[];
    };

export interface ExamineOptions {
  readonly settings: IngestSettings;
  /** Asked for only where something has to be chunked: loads the encoder. */
  readonly chunkLimits: () => Promise<ChunkLimits>;
  readonly transformations: readonly NodeTransformation[];
  readonly stored: StoredDocuments;
  /** Documents that an interrupted run left unfinished: done again whatever their hash says. */
  readonly pending: ReadonlySet<string>;
  readonly clock: StageClock;
  readonly signal: AbortSignal | undefined;
}

/** The documents in the index, by source and by content. */
export class StoredDocuments {
  readonly #byId: ReadonlyMap<string, StoredDocument>;
  readonly #byContent = new Map<string, string[]>();

  constructor(documents: readonly StoredDocument[]) {
    this.#byId = new Map(documents.map((document) => [document.id, document]));
    for (const { contentHash, id } of documents) {
      this.#byContent.set(contentHash, [...(this.#byContent.get(contentHash) ?? []), id]);
    }
  }

  get(id: string): StoredDocument | undefined {
    return this.#byId.get(id);
  }

  withContent(contentHash: string): readonly string[] {
    return this.#byContent.get(contentHash) ?? [];
  }

  all(): Iterable<StoredDocument> {
    return this.#byId.values();
  }
}

/** What a candidate holds that the index does not have in this form. */
interface Found {
  readonly kind: 'found';
  readonly opened: OpenCandidate;
  readonly extraction: Extraction;
  readonly fingerprint: string;
  /** Its row in the index. */
  readonly known: StoredDocument | undefined;
}

/**
 * Reads a candidate and, where it differs from the index, extracts and chunks it. Faults of the file do not throw; an
 * encoder that does not load is no fault of a file and does.
 */
export async function examine(candidate: Candidate, options: ExamineOptions): Promise<Examined> {
  options.signal?.throwIfAborted();
  const found = await orFailed(candidate, options, () => find(candidate, options));
  if (found.kind !== 'found') return found;
  const limits = await options.chunkLimits();
  return orFailed(candidate, options, async () => ({
    kind: 'changed',
    candidate,
    prepared: await prepare(candidate, found, limits, options),
    isNew: found.known === undefined,
    donors: found.known === undefined ? options.stored.withContent(found.opened.contentHash) : [found.known.id],
  }));
}

async function orFailed<Result>(
  candidate: Candidate,
  { signal }: ExamineOptions,
  work: () => Promise<Result>,
): Promise<Result | Extract<Examined, { kind: 'failed' }>> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'failed', candidate, error: toDocentError(error) };
  }
}

async function find(
  candidate: Candidate,
  { settings, stored, pending, clock, signal }: ExamineOptions,
): Promise<Found | Extract<Examined, { kind: 'unchanged' }>> {
  const opened = await clock.measure('read', () => candidate.open());
  const fingerprint = settingsFingerprint(settings, opened.format, opened.extractorVersion);
  const id = documentIdOf(candidate.uri);
  const known = stored.get(id);
  const isSame = known?.contentHash === opened.contentHash && known.settingsFingerprint === fingerprint;
  if (isSame && !pending.has(id)) return { kind: 'unchanged', candidate };
  const extraction = await clock.measure('extract', () => opened.extract(signal));
  return { kind: 'found', opened, extraction, fingerprint, known };
}

async function prepare(
  candidate: Candidate,
  { opened, extraction, fingerprint }: Found,
  limits: ChunkLimits,
  { clock, transformations }: ExamineOptions,
): Promise<PreparedDocument> {
  const document = documentOf(candidate, opened, extraction);
  const chunks = await clock.measure('chunk', () => chunkDocument(document, limits));
  const nodes = await clock.measure('transform', () => transformChunks(chunks, document.name, transformations));
  return prepared(document, withoutRepeatedIds(nodes), fingerprint);
}
