import { createHash } from 'node:crypto';
import type { BenchReport } from '../../../src/evaluation/bench-report.js';
import { meanings } from './meanings.js';
import { pageData } from './page-data.js';
import { overview, setSections } from './result-tables.js';
import { embeddedJson, html, SafeHtml } from './safe-html.js';
import { controlsScript } from './scripts/controls-script.js';
import { differencesScript } from './scripts/differences-script.js';
import { drawingScript } from './scripts/drawing-script.js';
import { qualityScript } from './scripts/quality-script.js';
import { riskScript } from './scripts/risk-script.js';
import { statisticsScript } from './scripts/statistics-script.js';
import { styles } from './styles.js';

const script = `'use strict';
(() => {
${[statisticsScript, drawingScript, qualityScript, riskScript, differencesScript, controlsScript].join('\n')}
})();
`;

/** Only our own style and script run, and nothing is fetched from anywhere. */
const policy = `default-src 'none'; style-src '${hashOf(styles)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;

/** The report as one HTML document. Tables are in the markup; the charts are drawn by its script. */
export function reportPage(report: BenchReport): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Retrieval benchmark: ${report.sets.map(({ name }) => name).join(', ')}</title>
<style>${new SafeHtml(styles)}</style>
</head>
<body>
<header><h1>Retrieval benchmark</h1>${provenance(report)}</header>
<main>
${overview(report)}
<div class="controls page scripted" hidden>
<label>Set <select id="choose-set"></select></label>
<label>Metric <select id="choose-metric"></select></label>
</div>
${setSections(report)}
${qualitySection}
${riskSection}
${queriesSection}
<noscript><p class="muted">The charts need JavaScript.</p></noscript>
</main>
<footer>${meanings}</footer>
<script type="application/json" id="report-data">${embeddedJson(pageData(report))}</script>
<script>${new SafeHtml(script)}</script>
</body>
</html>
`.markup;
}

function provenance({ createdAt, version, embedder, machine }: BenchReport): SafeHtml {
  const memory = `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`;
  const day = createdAt.replace(/T(\d\d:\d\d).*$/u, ' $1 UTC');
  return html`<p class="muted">docent ${version}, encoder ${embedder.name}. ${day}, on ${machine.cores} cores (${machine.cpu}), ${memory}, ${machine.platform} ${machine.arch}, Node ${machine.node}.</p>`;
}

const qualitySection = html`<section id="quality" class="scripted" aria-labelledby="quality-name" hidden>
<h2 id="quality-name">Quality against latency</h2>
<p class="muted"><span class="chosen-metric"></span>, a mark for each retriever.</p>
<div id="quality-chart" class="chart"><svg width="0" height="0"></svg></div>
<p id="quality-readout" class="readout short" aria-live="polite"></p>
</section>`;

const riskSection = html`<section id="risk" class="scripted" aria-labelledby="risk-name" hidden>
<h2 id="risk-name">When to abstain</h2>
<p class="muted">Wrong answers among those given, as the support that an answer needs falls from left to right. The lower a line begins, the better docent knows what it knows; the marks are docent as it comes. Point at the chart, or move with the arrow keys.</p>
<div id="risk-chart" class="chart bars" role="slider" tabindex="0" aria-label="Coverage"></div>
<div id="risk-readout" class="readout"></div>
</section>`;

const queriesSection = html`<section id="queries" class="scripted" aria-labelledby="queries-name" hidden>
<h2 id="queries-name">Two retrievers, query by query</h2>
<p class="muted"><span class="chosen-metric"></span>, a bar for each query, from the one won most to the one lost most. Point at a bar, or move with the arrow keys.</p>
<div class="controls">
<label>From <select id="choose-first"></select></label>
<label>To <select id="choose-second"></select></label>
</div>
<p id="verdict" class="verdict" aria-live="polite"></p>
<div id="bars" class="chart bars" role="slider" tabindex="0" aria-label="Query"></div>
<div id="bars-readout" class="readout"></div>
<div id="changes" class="changes"></div>
</section>`;

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
