import { join } from 'node:path';
import { openIndexReader } from '../../src/store/open-index.js';
import { readCorpus } from './beir-corpus.js';
import { docent, type ReadSummary, summaryOf } from './docent-process.js';
import { checkPages, type PageCheck } from './page-check.js';
import type { Figure, PartOptions, PartResult } from './part.js';
import { seconds } from './statistics.js';

const peakGoalBytes = 1.5e9;
const rightPagesGoal = 0.99;

/** Ingests a folder of PDFs and checks the page numbers of what was stored. */
export async function pdfPart({ documents, pages, workFolder, say }: PartOptions): Promise<PartResult> {
  say(`pdf: ingesting ${documents}`);
  const run = await docent(['ingest', documents, '--index', 'pdf', '--json'], {
    indexesFolder: workFolder,
    accepted: [0, 2],
  });
  const summary = summaryOf(run);
  const reader = await openIndexReader(join(workFolder, 'pdf'));
  try {
    const stats = await reader.stats();
    const perSecond = (count: number) => (count / (run.wallMs / 1000)).toFixed(1);
    const check = pages === undefined ? undefined : await checkPages(reader, readCorpus(pages));
    const figures: Figure[] = [
      { label: 'files in / failed', value: `${stats.documents} / ${summary.failures.length}`, goal: 'all in' },
      { label: 'whole process', value: `${seconds(run.wallMs)} (${seconds(run.cpuMs)} of processor time)` },
      { label: 'pages', value: `${stats.pages}, ${perSecond(stats.pages)} pages/s` },
      { label: 'chunks', value: `${stats.chunks}, ${perSecond(stats.chunks)} chunks/s` },
      {
        label: 'bytes',
        value: `${(summary.bytes / 1e6).toFixed(1)} MB, ${perSecond(summary.bytes / 1e6)} MB/s, index ${((stats.bytes ?? 0) / 1e6).toFixed(1)} MB`,
      },
      {
        label: 'peak memory, all processes',
        value: `${(run.peakBytes / 1e9).toFixed(2)} GB`,
        goal: '≤ 1.5 GB',
        isMet: run.peakBytes <= peakGoalBytes,
      },
      { label: 'share of time per stage (they overlap)', value: sharesOf(summary) },
      ...(check === undefined ? [] : [pageFigure(check)]),
    ];
    return {
      part: 'pdf',
      figures,
      details: { summary, stats, check, wallMs: run.wallMs, cpuMs: run.cpuMs, peakBytes: run.peakBytes },
    };
  } finally {
    await reader.close();
  }
}

function pageFigure({ checked, right, overlap }: PageCheck): Figure {
  const share = right / Math.max(1, checked);
  return {
    label: 'pages stored under their number',
    value: `${right} of ${checked} = ${(share * 100).toFixed(2)} % (mean overlap ${overlap.toFixed(3)})`,
    goal: '≥ 99 %',
    isMet: share >= rightPagesGoal,
  };
}

function sharesOf({ stagesMs, durationMs }: ReadSummary): string {
  const share = (ms: number) => `${((ms / durationMs) * 100).toFixed(0)} %`;
  return Object.entries(stagesMs)
    .map(([stage, ms]) => `${stage} ${share(ms)}`)
    .join(', ');
}
