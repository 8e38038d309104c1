import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../src/core/project-root.js';
import { type Measured, type MeasureOptions, requireSuccess, runMeasured } from './measured-process.js';

export interface DocentOptions extends MeasureOptions {
  readonly indexesFolder: string;
  /** Exit codes that are no failure of the benchmark. */
  readonly accepted?: readonly (number | null)[];
}

/** Runs the built command line, as a user does. */
export async function docent(
  parameters: readonly string[],
  { indexesFolder, accepted, ...options }: DocentOptions,
): Promise<Measured> {
  const environment = { ...options.environment, DOCENT_INDEXES: indexesFolder };
  const main = join(projectRoot(), 'dist', 'server', 'cli', 'main.js');
  const measured = await runMeasured(process.execPath, [main, ...parameters], { ...options, environment });
  return requireSuccess(`docent ${parameters.join(' ')}`, measured, accepted);
}

const summarySchema = z.object({
  files: z.record(z.string(), z.number()),
  chunks: z.object({ written: z.number(), embedded: z.number(), reused: z.number() }),
  bytes: z.number(),
  durationMs: z.number(),
  stagesMs: z.record(z.string(), z.number()),
  failures: z.array(z.object({ name: z.string(), code: z.string(), reason: z.string() })),
});
export type ReadSummary = z.infer<typeof summarySchema>;

/** What `docent ingest --json` printed. */
export function summaryOf({ stdout }: Measured): ReadSummary {
  return summarySchema.parse(JSON.parse(stdout));
}
