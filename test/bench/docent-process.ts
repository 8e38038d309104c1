import { join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import { type Measured, type MeasureOptions, runMeasured } from './measured-process.js';

export interface DocentOptions extends MeasureOptions {
  readonly indexesFolder: string;
  /** Exit codes that are no failure of the benchmark. */
  readonly accepted?: readonly (number | null)[];
}

/** Runs the built command line, as a user does. */
export async function docent(
  parameters: readonly string[],
  { indexesFolder, accepted = [0], ...options }: DocentOptions,
): Promise<Measured> {
  const environment = { ...options.environment, DOCENT_INDEXES: indexesFolder };
  const main = join(projectRoot(), 'dist', 'server', 'cli', 'main.js');
  const measured = await runMeasured(process.execPath, [main, ...parameters], { ...options, environment });
  if (accepted.includes(measured.code)) return measured;
  throw new Error(`docent ${parameters.join(' ')} ended with ${measured.code}:\n${measured.stderr.slice(-2000)}`);
}
