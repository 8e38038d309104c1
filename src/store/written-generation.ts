import type { Connection } from '@lancedb/lancedb';
import type { Generation } from './generation.js';
import type { GenerationSource } from './generation-source.js';
import type { IndexManifest } from './index-store.js';
import { dropState, writeManifest } from './manifest.js';
import { buildingTable, manifestTable } from './table-names.js';

/** The generation that a writer writes, current already or still being built; the writer reads that one, too. */
export class WrittenGeneration implements GenerationSource {
  private written: IndexManifest;

  constructor(
    private readonly connection: Connection,
    readonly tables: Generation,
    private building: boolean,
  ) {
    this.written = tables.manifest;
  }

  get manifest(): IndexManifest {
    return this.written;
  }

  get isBuilding(): boolean {
    return this.building;
  }

  async current(): Promise<Generation> {
    return { ...this.tables, manifest: this.written };
  }

  reopen(): Promise<Generation> {
    return this.current();
  }

  async save(manifest: IndexManifest): Promise<void> {
    await writeManifest(this.connection, this.building ? buildingTable : manifestTable, manifest);
    this.written = manifest;
  }

  /** The switch is one commit; killed before the last line, the next writer finds the building state outdated. */
  async publish(manifest: IndexManifest): Promise<void> {
    await writeManifest(this.connection, manifestTable, manifest);
    this.written = manifest;
    this.building = false;
    await dropState(this.connection, buildingTable);
  }
}
