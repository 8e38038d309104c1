import type { Connection, Table } from '@lancedb/lancedb';
import { type Generation, openGeneration } from './generation.js';
import { readManifest } from './manifest.js';
import { manifestTable } from './table-names.js';

/** Says which generation a query reads. */
export interface GenerationSource {
  current(): Promise<Generation>;
  /** Opens the tables anew, after a query could not find what it needed in the old ones. */
  reopen(): Promise<Generation>;
}

/** Follows the manifest, so that a reader notices a switch without being reopened. */
export class FollowedGeneration implements GenerationSource {
  readonly #connection: Connection;
  readonly #uri: string;
  #table: Table | undefined;
  #seen: { readonly version: number; readonly generation: Generation } | undefined;

  constructor(connection: Connection, uri: string) {
    this.#connection = connection;
    this.#uri = uri;
  }

  async current(): Promise<Generation> {
    this.#table ??= await this.#connection.openTable(manifestTable);
    const version = await this.#table.version();
    if (this.#seen?.version === version) return this.#seen.generation;
    const manifest = await readManifest(this.#table, this.#uri);
    const open = this.#seen?.generation;
    const isSame = open?.manifest.generation === manifest.generation && open.manifest.createdAt === manifest.createdAt;
    const generation = isSame ? { ...open, manifest } : await openGeneration(this.#connection, manifest);
    this.#seen = { version, generation };
    return generation;
  }

  async reopen(): Promise<Generation> {
    this.#table = undefined;
    this.#seen = undefined;
    return this.current();
  }
}
