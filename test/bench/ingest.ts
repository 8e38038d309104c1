import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { type BenchOptions, readBenchOptions } from './bench-options.js';
import { comparePart } from './compare-part.js';
import { killPart } from './kill-part.js';
import type { Part, PartResult } from './part.js';
import { pdfPart } from './pdf-part.js';
import { startupPart } from './startup-part.js';

const knownParts: Readonly<Record<string, Part>> = {
  pdf: pdfPart,
  compare: comparePart,
  startup: startupPart,
  kill: killPart,
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs one part in a folder of its own; how busy the machine was stands beside the figures. */
async function runPart(name: string, options: BenchOptions): Promise<PartResult> {
  const part = knownParts[name];
  if (part === undefined)
    throw new Error(`There is no part "${name}"; known are ${Object.keys(knownParts).join(', ')}.`);
  const workFolder = realpathSync(mkdtempSync(join(tmpdir(), `docent-bench-${name}-`)));
  const before = loadavg()[0] ?? 0;
  try {
    const result = await part({ ...options, workFolder, say });
    const load = { before, after: loadavg()[0] ?? 0, cores: availableParallelism() };
    const busy = {
      label: 'load of the machine, before and after',
      value: `${load.before.toFixed(1)}, ${load.after.toFixed(1)} on ${load.cores} cores`,
    };
    return { ...result, figures: [...result.figures, busy], details: { ...result.details, load } };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function printTable(results: readonly PartResult[]): void {
  const table = new Table({ head: ['part', 'figure', 'measured', 'goal', ''], style: { head: [], border: [] } });
  for (const { part, figures } of results) {
    for (const { label, value, goal = '', isMet } of figures) {
      table.push([part, label, value, goal, isMet === undefined ? '' : isMet ? 'met' : 'MISSED']);
    }
  }
  process.stdout.write(`${table.toString()}\n`);
}

const options = readBenchOptions(process.argv.slice(2));
const results: PartResult[] = [];
for (const name of options.parts) results.push(await runPart(name, options));
printTable(results);
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify({ at: new Date().toISOString(), options, results }, undefined, 2)}\n`);
}
