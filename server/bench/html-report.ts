import { writeFile } from 'node:fs/promises';
import type { BenchReport } from '../../src/evaluation/bench-report.js';
import { reportPage } from './html/page.js';

/** Writes a report as one HTML file that needs nothing beside it: tables, charts and the values of every query. */
export async function writeHtmlReport(report: BenchReport, file: string): Promise<void> {
  await writeFile(file, reportPage(report));
}
