/** One row: the manifest of the index as readers see it. Its existence is the index's. */
export const manifestTable = 'manifest';
/** One row: the manifest of a generation that a rebuild is still writing. */
export const buildingTable = 'building';

export const chunksTable = (generation: number): string => `chunks_g${generation}`;
export const pagesTable = (generation: number): string => `pages_g${generation}`;
export const mentionsTable = (generation: number): string => `mentions_g${generation}`;
export const documentsTable = (generation: number): string => `documents_g${generation}`;

/** The generation that a table belongs to; undefined for tables that have none. */
export function generationOf(table: string): number | undefined {
  const digits = /^(?:chunks|pages|documents|mentions)_g(\d+)$/u.exec(table)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
