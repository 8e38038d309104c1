import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { packageVersion } from '../../src/core/package-version.js';
import { type BenchReport, benchFormat, type SetResult } from '../../src/evaluation/bench-report.js';
import { resolveModel } from '../../src/models/model-source.js';
import { benchSet } from './bench-set.js';
import type { BenchSet, BenchTask } from './bench-task.js';

/**
 * Runs one set after the other and gives the report as it stands after each, so that what is measured is not lost when
 * a later set fails or the user stops. Answers that were measured before such an end come in a last report.
 */
export async function* runBench(sets: readonly BenchSet[], task: BenchTask): AsyncGenerator<BenchReport, void, void> {
  const { name, fingerprint } = await resolveModel(task.config.embedder);
  const createdAt = new Date().toISOString();
  const results: SetResult[] = [];
  for (const set of sets) {
    const { result, failure } = await benchSet(set, task);
    results.push(result);
    yield {
      format: benchFormat,
      createdAt,
      version: packageVersion(),
      embedder: { name, fingerprint },
      k: task.k,
      machine: machine(),
      sets: [...results],
    };
    if (failure !== undefined) throw failure;
  }
}

function machine(): BenchReport['machine'] {
  return {
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
  };
}
