import type { BenchReport, RetrieverResult, SetResult } from '../../../src/evaluation/bench-report.js';
import { type MeasuredPart, mainMetric, measuredParts } from '../measured-parts.js';
import { metricRow, type ResultRow, resultCells, resultRows } from '../result-rows.js';
import { answerTables } from './answer-tables.js';
import { metricLabel } from './metric-label.js';
import { html, type SafeHtml } from './safe-html.js';
import { scrollingTable } from './scrolling-table.js';

/** Every part of the report in its main metric; nothing where there is one part only, which has its own table. */
export function overview(report: BenchReport): readonly SafeHtml[] {
  const parts = measuredParts(report);
  if (parts.length < 2) return [];
  const names = [...new Set(parts.flatMap(({ retrievers }) => retrievers.map(({ name }) => name)))];
  const metrics = parts.map(({ retrievers }) => mainMetric(Object.keys(retrievers[0]?.metrics ?? {})) ?? '');
  const isOneMetric = new Set(metrics).size === 1;
  const rows = parts.map(({ name, retrievers }, position) => {
    const metric = metrics[position] ?? '';
    const named = isOneMetric ? [] : [html`<td class="text">${metricLabel(metric)}</td>`];
    const row = metricRow(inOrder(retrievers, names), metric);
    return html`<tr><th scope="row"><a href="#set-${position}">${name}</a></th>${named}${cells(row)}</tr>`;
  });
  const head = isOneMetric ? [] : [html`<th scope="col" class="text">Metric</th>`];
  const metric = isOneMetric ? `${metricLabel(metrics[0] ?? '')}; the` : 'The';
  return [
    html`<section aria-labelledby="overview"><h2 id="overview">All sets</h2>
<p class="muted">${metric} best of each row is marked.</p>
${scrollingTable('All sets', html`<thead><tr><th scope="col">Set</th>${head}${columnHeads(names)}</tr></thead><tbody>${rows}</tbody>`)}
</section>`,
  ];
}

/** A retriever that a set was not measured with gets an empty place. */
function inOrder(retrievers: readonly RetrieverResult[], names: readonly string[]): readonly RetrieverResult[] {
  const nothing = { metrics: {}, latencyMs: { p50: 0, p95: 0, mean: 0 }, queriesPerSecond: 0, queries: [] };
  return names.map((name) => retrievers.find((each) => each.name === name) ?? { ...nothing, name });
}

/** One section for each part: what was measured, and all metrics of all retrievers. */
export function setSections(report: BenchReport): readonly SafeHtml[] {
  return measuredParts(report).map((part, position) => {
    const set = report.sets.find(({ name }) => name === part.name);
    const rows = resultRows(part.retrievers).map((row) => {
      const start = row.name === 'p50 ms' ? html` class="costs-start"` : html``;
      return html`<tr${start}><th scope="row">${metricLabel(row.name)}</th>${cells(row)}</tr>`;
    });
    const heads = columnHeads(part.retrievers.map(({ name }) => name));
    return html`<section class="set" id="set-${position}" aria-labelledby="set-${position}-name">
<h2 id="set-${position}-name">${part.name}</h2>${facts(part, set)}
<p class="muted">Means over all queries; the best of each row is marked.</p>
${scrollingTable(part.name, html`<thead><tr><th scope="col">Measure</th>${heads}</tr></thead><tbody>${rows}</tbody>`)}
${part.answers === undefined ? [] : [answerTables(part.name, part.answers)]}
</section>`;
  });
}

function facts(part: MeasuredPart, set: SetResult | undefined): SafeHtml {
  const { documents, chunks, queries, ingest } = part;
  const judged = set === undefined || set.judgedQueries === queries ? '' : ` of ${whole(set.judgedQueries)}`;
  const skipped =
    set === undefined || set.skippedDocuments === 0 ? '' : ` (${whole(set.skippedDocuments)} without text)`;
  const all = [
    ['Documents', `${whole(documents)}${skipped}`],
    ['Chunks', whole(chunks)],
    ['Queries', `${whole(queries)}${judged}`],
    ['Ingest', `${(ingest.ms / 1000).toFixed(1)} s${ingest.isCached ? ' (cached)' : ''}`],
    ['Index', ingest.indexBytes === undefined ? undefined : megabytes(ingest.indexBytes)],
    ['Peak memory', set === undefined ? undefined : megabytes(set.peakMemoryBytes)],
  ] as const;
  const shown = all.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  return html`<dl class="facts">${shown.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function cells(row: ResultRow): readonly SafeHtml[] {
  return resultCells(row).map(({ text, isBest }) =>
    isBest ? html`<td class="best">${text}<span class="hidden-text"> (best)</span></td>` : html`<td>${text}</td>`,
  );
}

function columnHeads(names: readonly string[]): readonly SafeHtml[] {
  return names.map((name) => html`<th scope="col">${name}</th>`);
}

function whole(value: number): string {
  return value.toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
