import type { Connection, Table } from '@lancedb/lancedb';
import { dropGenerations, type Generation } from './generation.js';
import type { GenerationSource } from './generation-source.js';
import type { IndexManifest } from './index-store.js';
import { dropState, writeManifest } from './manifest.js';
import { buildingTable, manifestTable } from './table-names.js';

/** The generation that a writer writes, current already or still being built; the writer reads that one, too. */
export class WrittenGeneration implements GenerationSource {
  readonly tables: Generation;
  readonly #connection: Connection;
  #manifest: IndexManifest;
  #isBuilding: boolean;

  constructor(connection: Connection, tables: Generation, isBuilding: boolean) {
    this.tables = tables;
    this.#connection = connection;
    this.#manifest = tables.manifest;
    this.#isBuilding = isBuilding;
  }

  get manifest(): IndexManifest {
    return this.#manifest;
  }

  get isBuilding(): boolean {
    return this.#isBuilding;
  }

  async current(): Promise<Generation> {
    return { ...this.tables, manifest: this.#manifest };
  }

  reopen(): Promise<Generation> {
    return this.current();
  }

  openManifest(): Promise<Table> {
    return this.#connection.openTable(this.#isBuilding ? buildingTable : manifestTable);
  }

  async save(manifest: IndexManifest): Promise<void> {
    await writeManifest(this.#connection, this.#isBuilding ? buildingTable : manifestTable, manifest);
    this.#manifest = manifest;
  }

  /** The switch is one commit; killed before the last line, the next writer finds the building state outdated. */
  async publish(manifest: IndexManifest): Promise<void> {
    await writeManifest(this.#connection, manifestTable, manifest);
    this.#manifest = manifest;
    this.#isBuilding = false;
    await dropState(this.#connection, buildingTable);
  }

  /** Drops what another writer has half built. */
  async dropBuilding(): Promise<void> {
    if (this.#isBuilding) return;
    await dropState(this.#connection, buildingTable);
    await dropGenerations(this.#connection, (number) => number !== this.#manifest.generation);
  }

  /** Drops all tables, the manifest first: killed on the way there is no index, and the next writer begins anew. */
  async discard(): Promise<void> {
    await dropState(this.#connection, manifestTable);
    await dropState(this.#connection, buildingTable);
    await dropGenerations(this.#connection, () => true);
  }
}
